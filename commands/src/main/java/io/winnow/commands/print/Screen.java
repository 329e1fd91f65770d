package io.winnow.commands.print;

/**
 * Text of strangers on its way to a terminal. What a terminal would obey instead of show (escape
 * and other control characters of C0 and C1, a carriage return that writes over the line, controls
 * of the direction of writing) is shown by its number, as in JSON: U+001B as {@code \}{@code
 * u001B}.
 */
public final class Screen {
  private static final String HEXADECIMAL = "0123456789ABCDEF";

  private Screen() {}

  /** One line: line feeds and tabs are spaces. */
  public static String line(String text) {
    return shown(text.replace('\n', ' ').replace('\t', ' '));
  }

  /** As many lines as there are, with their tabs. */
  public static String lines(String text) {
    return shown(text);
  }

  /** JSON, which means the same after it: what is obeyed can stand nowhere but in its strings. */
  public static String json(String json) {
    return shown(json);
  }

  private static String shown(String text) {
    int first = 0;
    while (first < text.length() && !isObeyed(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isObeyed(c)) {
        shown.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          shown.append(HEXADECIMAL.charAt((c >> shift) & 15));
        }
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  private static boolean isObeyed(char c) {
    if (c == '\n' || c == '\t') {
      return false;
    }
    return Character.isISOControl(c)
        || c == '\u061C'
        || c == '\u200E'
        || c == '\u200F'
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069')
        || c == '\u2028'
        || c == '\u2029';
  }
}
