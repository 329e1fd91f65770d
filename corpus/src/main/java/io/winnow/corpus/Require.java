package io.winnow.corpus;

import java.util.Locale;

/** How a desk guards itself: a wrong setting is named with its value and what is allowed. */
public final class Require {
  private Require() {}

  /**
   * @throws IllegalArgumentException with the formatted message, unless {@code condition} holds
   */
  public static void require(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, arguments));
    }
  }
}
