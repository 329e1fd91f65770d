package io.winnow.report.html;

/** The beginning of a text that may be long. */
public final class Excerpt {
  private Excerpt() {}

  /**
   * At most so many characters of a text, never half of one; the last is … if more follow.
   *
   * @param characters UTF-16 units, at least 3
   */
  public static String of(String text, int characters) {
    if (text.length() <= characters) {
      return text;
    }
    int end = characters - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))
        && Character.isLowSurrogate(text.charAt(end))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
