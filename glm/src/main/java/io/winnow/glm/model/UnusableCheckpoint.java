package io.winnow.glm.model;

import java.util.Locale;

/** A checkpoint fails its checks; the message is one sentence that names the file or tensor. */
public final class UnusableCheckpoint extends RuntimeException {
  public UnusableCheckpoint(String message) {
    super(message);
  }

  UnusableCheckpoint(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @throws UnusableCheckpoint with the formatted message, unless {@code condition} holds
   */
  static void check(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new UnusableCheckpoint(String.format(Locale.ROOT, message, arguments));
    }
  }
}
