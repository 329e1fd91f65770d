package io.winnow.corpus.text;

/** What stands between words and ends lines. */
public final class WhiteSpace {
  private WhiteSpace() {}

  /** Whether a character is white space, of ASCII or another, no-break spaces among them. */
  public static boolean is(char c) {
    return c <= ' '
        ? c == ' ' || (c >= '\t' && c <= '\r') || (c >= 28 && c <= 31)
        : c >= 0x85 && (c == 0x85 || c == 0xA0 || Character.isSpaceChar(c));
  }
}
