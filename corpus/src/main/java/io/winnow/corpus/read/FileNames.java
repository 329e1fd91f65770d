package io.winnow.corpus.read;

import java.util.Locale;

/** What the end of a file's name says. */
final class FileNames {
  private FileNames() {}

  /** In lower case, without {@code .gz} or {@code .zst}; {@code .tgz} counts as {@code .tar}. */
  static String withoutCompression(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(".tgz")) {
      return name.substring(0, name.length() - 3) + "tar";
    }
    for (String suffix : new String[] {".gz", ".zst"}) {
      if (name.endsWith(suffix)) {
        return name.substring(0, name.length() - suffix.length());
      }
    }
    return name;
  }

  static boolean isGzip(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return name.endsWith(".gz") || name.endsWith(".tgz");
  }

  static boolean isZstd(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".zst");
  }

  static boolean isZip(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return name.endsWith(".zip") || name.endsWith(".jar");
  }

  static boolean isTar(String path) {
    return withoutCompression(path).endsWith(".tar");
  }

  static boolean isArchive(String path) {
    return isZip(path) || isTar(path);
  }

  static boolean isHtml(String path) {
    String name = withoutCompression(path);
    return name.endsWith(".html") || name.endsWith(".htm") || name.endsWith(".xhtml");
  }

  static boolean isWarc(String path) {
    String name = withoutCompression(path);
    return name.endsWith(".warc") || name.endsWith(".wet");
  }

  /** The part after the last slash. */
  static String last(String path) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  /** Name of the repository that an archive holds: without its suffixes and {@code -sources}. */
  static String repository(String path) {
    String name = last(path);
    for (String suffix :
        new String[] {".gz", ".tgz", ".zst", ".tar", ".zip", ".jar", "-sources", ".git"}) {
      if (name.toLowerCase(Locale.ROOT).endsWith(suffix) && name.length() > suffix.length()) {
        name = name.substring(0, name.length() - suffix.length());
      }
    }
    return name;
  }
}
