package io.winnow.pipelines.stage;

import io.winnow.corpus.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Digests the code that computes a stage, so that a changed program never reuses what an older one
 * wrote: all compiled classes of the rooms involved, and the versions of the libraries.
 */
public final class CodeDigest {
  private static final ConcurrentMap<Class<?>, String> ROOMS = new ConcurrentHashMap<>();

  private CodeDigest() {}

  /**
   * @param doors one class of each room (module) involved
   */
  public static String of(Class<?>... doors) {
    Digest digest = new Digest();
    for (Class<?> door : doors) {
      digest.add(ROOMS.computeIfAbsent(door, CodeDigest::room));
    }
    try (InputStream libraries = CodeDigest.class.getResourceAsStream("libraries.properties")) {
      if (libraries == null) {
        throw new IllegalStateException("libraries.properties is missing from the build");
      }
      byte[] bytes = libraries.readAllBytes();
      return digest.raw(bytes, 0, bytes.length).hex();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All classes below {@code io/winnow/ROOM/} where {@code door} was loaded from. */
  private static String room(Class<?> door) {
    String[] packages = door.getPackageName().split("\\.");
    String prefix = String.join("/", packages[0], packages[1], packages[2]) + "/";
    try {
      URI place = door.getProtectionDomain().getCodeSource().getLocation().toURI();
      SortedMap<String, String> classes =
          place.getPath().endsWith(".jar")
              ? inJar(Path.of(place), prefix)
              : inFolder(Path.of(place), prefix);
      Digest digest = new Digest();
      classes.forEach((name, bytes) -> digest.add(name).add(bytes));
      return digest.hex();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the program's own classes", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path entry is no URI", e);
    }
  }

  private static SortedMap<String, String> inJar(Path jar, String prefix) throws IOException {
    SortedMap<String, String> classes = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (var entries = file.entries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        if (entry.getName().startsWith(prefix) && entry.getName().endsWith(".class")) {
          try (InputStream bytes = file.getInputStream(entry)) {
            classes.put(entry.getName(), hex(bytes.readAllBytes()));
          }
        }
      }
    }
    return classes;
  }

  private static SortedMap<String, String> inFolder(Path root, String prefix) throws IOException {
    SortedMap<String, String> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root.resolve(prefix))) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class"))::iterator) {
        String name = root.relativize(file).toString().replace('\\', '/');
        classes.put(name, hex(Files.readAllBytes(file)));
      }
    }
    return classes;
  }

  private static String hex(byte[] bytes) {
    return new Digest().raw(bytes, 0, bytes.length).hex();
  }
}
