package io.winnow.corpus.read;

import java.util.Locale;

/** What the end of a file's name says. */
final class FileNames {
  private FileNames() {}

  /**
   * In lower case, without {@code .gz} and {@code .zst}, one inside the other too; {@code .tgz}
   * counts as {@code .tar.gz}.
   */
  static String withoutCompression(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    for (String inner = withoutOuter(name); !inner.equals(name); inner = withoutOuter(name)) {
      name = inner;
    }
    return name;
  }

  /** Without the outermost compression's suffix, if there is one. */
  static String withoutOuter(String path) {
    if (isGzip(path)) {
      boolean tar = path.toLowerCase(Locale.ROOT).endsWith(".tgz");
      return tar
          ? path.substring(0, path.length() - 3) + "tar"
          : path.substring(0, path.length() - 3);
    }
    return isZstd(path) ? path.substring(0, path.length() - 4) : path;
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

  static boolean isJsonLines(String path) {
    String name = withoutCompression(path);
    return name.endsWith(".jsonl") || name.endsWith(".ndjson");
  }

  static boolean isParquet(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".parquet");
  }

  static boolean isBundle(String path) {
    return withoutCompression(path).endsWith(".bundle");
  }

  static boolean isArchive(String path) {
    return isZip(withoutCompression(path)) || isTar(path);
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
