package io.winnow.pipelines.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Which Winnow this is. */
public final class Version {
  private Version() {}

  /** The version of the build, such as {@code 0.1.0}. */
  public static String word() {
    try (InputStream stream = Version.class.getResourceAsStream("version.txt")) {
      if (stream == null) {
        throw new IllegalStateException("version.txt is missing from the build");
      }
      return new String(stream.readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
