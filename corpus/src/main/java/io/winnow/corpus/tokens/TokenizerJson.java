package io.winnow.corpus.tokens;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tokenizers of the form {@code tokenizer.json}, through the library that defines the form. */
public final class TokenizerJson {
  private TokenizerJson() {}

  /**
   * A tokenizer; thread-safe. Its own truncation and padding are not used.
   *
   * @param json content of a {@code tokenizer.json}
   * @throws RuntimeException if the library does not take it
   */
  public static HuggingFaceTokenizer open(byte[] json) throws IOException {
    Native.load();
    return HuggingFaceTokenizer.newInstance(
        new ByteArrayInputStream(json), Map.of("truncation", "false", "padding", "false"));
  }

  /**
   * The native library of the tokenizers. The JVM loads a file of native code for one class loader
   * only, and the library always unpacks itself to the same place; each job on a Flink cluster has
   * a class loader of its own. So each gets a copy of its own, which goes once it is loaded.
   */
  private static final class Native {
    private static final String FOLDER = "ENGINE_CACHE_DIR";
    private static final String FLAVOUR = "RUST_FLAVOR";
    private static final boolean LOADED = unpackAndLoad();

    static void load() {
      if (!LOADED) {
        throw new IllegalStateException("the tokenizers' native library is not loaded");
      }
    }

    private static boolean unpackAndLoad() {
      Properties properties = System.getProperties();
      // Class loaders share the properties, so their object is the lock.
      synchronized (properties) {
        // The library would tell its makers of its use, and look for newer files.
        properties.putIfAbsent("OPT_OUT_TRACKING", "true");
        properties.putIfAbsent("ai.djl.offline", "true");
        @Nullable Object folderBefore = properties.get(FOLDER);
        @Nullable Object flavourBefore = properties.get(FLAVOUR);
        try {
          Path folder = Files.createTempDirectory("winnow-tokenizers-");
          try {
            properties.put(FOLDER, folder.toString());
            properties.put(FLAVOUR, "cpu");
            LibUtils.checkStatus();
          } finally {
            delete(folder);
          }
        } catch (IOException e) {
          throw new UncheckedIOException("the tokenizers' native library cannot be unpacked", e);
        } finally {
          restore(properties, FOLDER, folderBefore);
          restore(properties, FLAVOUR, flavourBefore);
        }
      }
      return true;
    }

    private static void restore(Properties properties, String name, @Nullable Object before) {
      if (before == null) {
        properties.remove(name);
      } else {
        properties.put(name, before);
      }
    }

    private static void delete(Path folder) throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
