package io.winnow.corpus.files;

import java.util.Locale;

/** The compressions that the end of a file's name speaks of: {@code .gz} and {@code .zst}. */
public final class Compression {
  private Compression() {}

  /**
   * In lower case, without {@code .gz} and {@code .zst}, one inside the other too; {@code .tgz}
   * counts as {@code .tar.gz}.
   */
  public static String withoutCompression(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    for (String inner = withoutOuter(name); !inner.equals(name); inner = withoutOuter(name)) {
      name = inner;
    }
    return name;
  }

  /** Without the outermost compression's suffix, if there is one. */
  public static String withoutOuter(String path) {
    if (isGzip(path)) {
      boolean tar = path.toLowerCase(Locale.ROOT).endsWith(".tgz");
      return tar
          ? path.substring(0, path.length() - 3) + "tar"
          : path.substring(0, path.length() - 3);
    }
    return isZstd(path) ? path.substring(0, path.length() - 4) : path;
  }

  public static boolean isGzip(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return name.endsWith(".gz") || name.endsWith(".tgz");
  }

  public static boolean isZstd(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".zst");
  }
}
