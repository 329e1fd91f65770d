package io.winnow.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a folder holds, by name and content: SHA-256 over the files' relative names, sorted, and the
 * SHA-256 of each. Times, permissions and empty folders do not count.
 */
public final class FolderDigest {
  private FolderDigest() {}

  /** The digest of all files, as 64 hexadecimal digits. A folder that does not exist is empty. */
  public static String of(Path folder) {
    return of(folder, name -> true);
  }

  /**
   * The digest of the files whose relative name passes.
   *
   * @param counts is given names such as {@code mixtures/small/00000.parquet}
   */
  public static String of(Path folder, Predicate<String> counts) {
    MessageDigest digest = sha256();
    files(folder, counts)
        .forEach(
            (name, content) -> {
              byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
              digest.update(bytes);
              digest.update((byte) 0);
              digest.update(HexFormat.of().parseHex(content));
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The SHA-256 of each file whose relative name passes, by that name. */
  public static SortedMap<String, String> files(Path folder, Predicate<String> counts) {
    SortedMap<String, String> contents = new TreeMap<>();
    if (!Files.exists(folder)) {
      return contents;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = folder.relativize(path).toString().replace('\\', '/');
        if (Files.isRegularFile(path) && counts.test(name)) {
          contents.put(name, contentDigest(path));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  /** What differs between two folders, a line for each file, at most {@code limit} lines. */
  public static List<String> differences(
      Path first, Path second, Predicate<String> counts, int limit) {
    Map<String, String> left = files(first, counts);
    Map<String, String> right = files(second, counts);
    TreeSet<String> names = new TreeSet<>(left.keySet());
    names.addAll(right.keySet());
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      if (!right.containsKey(name)) {
        lines.add(name + " is only in the first");
      } else if (!left.containsKey(name)) {
        lines.add(name + " is only in the second");
      } else if (!left.get(name).equals(right.get(name))) {
        lines.add(name + " differs");
      }
    }
    return lines.size() <= limit ? lines : List.copyOf(lines.subList(0, limit));
  }

  private static String contentDigest(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
      bytes.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }
}
