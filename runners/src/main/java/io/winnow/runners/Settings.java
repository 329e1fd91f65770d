package io.winnow.runners;

import java.util.Locale;

/** How this room guards its settings; it knows nothing of Winnow, so it brings its own. */
final class Settings {
  private Settings() {}

  static void require(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, arguments));
    }
  }
}
