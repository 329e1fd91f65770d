package io.winnow.readers.paper.latex;

import org.jspecify.annotations.Nullable;

/** Reads the tokens of one file; comments are none. */
final class Tokenizer implements TokenSource {
  private final String name;
  private final String source;
  private int at;
  private boolean lineStart = true;

  /**
   * @param name of the file, to know when it includes itself
   */
  Tokenizer(String name, String source) {
    this.name = name;
    this.source = source;
  }

  String name() {
    return name;
  }

  @Override
  public @Nullable Token next() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '%' || isBlank(c)) {
        Token blanks = blanks();
        if (blanks != null) {
          return blanks;
        }
        continue;
      }
      at++;
      lineStart = false;
      switch (c) {
        case '\\':
          return control();
        case '{':
          return Token.OPEN;
        case '}':
          return Token.CLOSE;
        case '$':
          return Token.MATHEMATICS;
        case '&':
          return Token.CELL;
        case '#':
          return Token.PARAMETER;
        case '~':
          return Token.TIE;
        default:
          if (Character.isHighSurrogate(c)
              && at < source.length()
              && Character.isLowSurrogate(source.charAt(at))) {
            return Token.character(source.substring(at - 1, ++at));
          }
          if (!Character.isISOControl(c) && c != '\uFEFF') {
            return Token.character(c);
          }
      }
    }
    return null;
  }

  /** The source up to {@code end}, or to the end of the file; {@code end} is read too. */
  String rawUntil(String end) {
    int found = source.indexOf(end, at);
    String raw = source.substring(at, found < 0 ? source.length() : found);
    at = found < 0 ? source.length() : found + end.length();
    lineStart = false;
    return raw;
  }

  /**
   * What stands between the next character and its like on the same line, as in {@code \verb|x|}; a
   * brace ends at its partner. Null, with nothing read, if there is no such thing within {@code
   * longest} characters.
   */
  @Nullable String rawDelimited(int longest) {
    int start = at;
    while (start < source.length() && source.charAt(start) == ' ') {
      start++;
    }
    if (start >= source.length()) {
      return null;
    }
    char open = source.charAt(start);
    char close = open == '{' ? '}' : open;
    int depth = 1;
    int last = Math.min(source.length(), start + longest);
    for (int i = start + 1; i < last && source.charAt(i) != '\n'; i++) {
      char c = source.charAt(i);
      if (c == close && --depth == 0) {
        at = i + 1;
        lineStart = false;
        return source.substring(start + 1, i);
      }
      depth += c == open ? 1 : 0;
    }
    return null;
  }

  private Token control() {
    int start = at;
    while (at < source.length() && Token.isLetter(source.charAt(at))) {
      at++;
    }
    if (at == start && at < source.length()) {
      at++;
      char c = source.charAt(start);
      if (isBlank(c)) {
        lineStart = c == '\n';
        return Token.control(" ");
      }
    }
    return Token.control(source.substring(start, at));
  }

  /** Reads blanks and comments; null if TeX would see nothing there. */
  private @Nullable Token blanks() {
    int line = at;
    int start = at;
    boolean space = false;
    boolean lineEnd = false;
    boolean paragraph = false;
    for (; at < source.length(); at++) {
      char c = source.charAt(at);
      if (c == '%') {
        int end = source.indexOf('\n', at);
        at = end < 0 ? source.length() - 1 : end;
        lineStart = true;
        line = at + 1;
      } else if (c == '\n') {
        paragraph |= lineStart;
        lineEnd |= !lineStart;
        lineStart = true;
        line = at + 1;
      } else if (isBlank(c)) {
        space |= !lineStart;
      } else {
        break;
      }
    }
    if (paragraph) {
      return Token.PARAGRAPH;
    }
    if (lineEnd) {
      return at == line ? Token.LINE_END : Token.space("\n" + source.substring(line, at));
    }
    return space ? Token.space(source.charAt(start) == ' ' && at == start + 1 ? " " : " ") : null;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\u00A0';
  }
}
