package io.winnow.readers.containers;

import io.winnow.corpus.files.Compression;
import java.util.Locale;

/** What the end of a file's name says. */
public final class FileNames {
  private FileNames() {}

  static boolean isZip(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return name.endsWith(".zip") || name.endsWith(".jar");
  }

  static boolean isTar(String path) {
    return Compression.withoutCompression(path).endsWith(".tar");
  }

  public static boolean isBundle(String path) {
    return Compression.withoutCompression(path).endsWith(".bundle");
  }

  public static boolean isArchive(String path) {
    return isZip(Compression.withoutCompression(path)) || isTar(path);
  }

  /** The part after the last slash. */
  public static String last(String path) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  /** Name of the repository that an archive holds: without its suffixes and {@code -sources}. */
  public static String repository(String path) {
    String name = last(path);
    for (String suffix :
        new String[] {
          ".gz", ".tgz", ".zst", ".tar", ".zip", ".jar", ".bundle", "-sources", ".git"
        }) {
      if (name.toLowerCase(Locale.ROOT).endsWith(suffix) && name.length() > suffix.length()) {
        name = name.substring(0, name.length() - suffix.length());
      }
    }
    return name;
  }
}
