package io.winnow.pipelines.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the libraries: by the packages of their classes, or by the beginning of the
 * absolute path of a resource.
 */
final class Libraries {
  private static final Properties VERSIONS = read();

  private Libraries() {}

  private static Properties read() {
    Properties versions = new Properties();
    try (InputStream stream = Libraries.class.getResourceAsStream("libraries.properties")) {
      if (stream == null) {
        throw new IllegalStateException("libraries.properties is missing from the build");
      }
      versions.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions;
  }

  /**
   * Notes the library that a class belongs to.
   *
   * @param name internal name of the class
   * @return whether there is one
   */
  static boolean note(String name, SortedMap<String, String> to) {
    for (int end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
      String prefix = name.substring(0, end).replace('/', '.');
      if (noted(prefix, to)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Notes the library that a resource belongs to.
   *
   * @param path with a slash at its beginning
   * @return whether there is one
   */
  static boolean noteResource(String path, SortedMap<String, String> to) {
    for (String prefix : VERSIONS.stringPropertyNames()) {
      if (prefix.startsWith("/") && path.startsWith(prefix)) {
        return noted(prefix, to);
      }
    }
    return false;
  }

  private static boolean noted(String prefix, SortedMap<String, String> to) {
    @Nullable String version = VERSIONS.getProperty(prefix);
    if (version == null) {
      return false;
    }
    to.put(prefix, version);
    return true;
  }
}
