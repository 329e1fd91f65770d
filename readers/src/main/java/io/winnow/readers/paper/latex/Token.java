package io.winnow.readers.paper.latex;

import java.util.List;

/**
 * What TeX reads at once.
 *
 * @param text of a control sequence its name without backslash; else as in the source
 * @param frozen whether it keeps the meaning it had before any definition
 */
record Token(Kind kind, String text, boolean frozen) {
  static final Token SPACE = new Token(Kind.SPACE, " ");
  static final Token LINE_END = new Token(Kind.SPACE, "\n");
  static final Token PARAGRAPH = new Token(Kind.PARAGRAPH, "\n\n");
  static final Token OPEN = new Token(Kind.OPEN, "{");
  static final Token CLOSE = new Token(Kind.CLOSE, "}");
  static final Token MATHEMATICS = new Token(Kind.MATHEMATICS, "$");
  static final Token CELL = new Token(Kind.CELL, "&");
  static final Token PARAMETER = new Token(Kind.PARAMETER, "#");
  static final Token TIE = new Token(Kind.TIE, "~");

  private static final Token[] ASCII = new Token[128];

  static {
    for (char c = 0; c < ASCII.length; c++) {
      ASCII[c] = new Token(Kind.CHARACTER, String.valueOf(c));
    }
  }

  enum Kind {
    CONTROL,
    OPEN,
    CLOSE,
    MATHEMATICS,
    CELL,
    PARAMETER,
    TIE,
    SPACE,
    PARAGRAPH,
    CHARACTER
  }

  private Token(Kind kind, String text) {
    this(kind, text, false);
  }

  static Token control(String name) {
    return new Token(Kind.CONTROL, name);
  }

  static Token space(String blanks) {
    return blanks.equals(" ") ? SPACE : new Token(Kind.SPACE, blanks);
  }

  static Token character(char c) {
    return c < ASCII.length ? ASCII[c] : new Token(Kind.CHARACTER, String.valueOf(c));
  }

  static Token character(String codePoint) {
    return codePoint.length() == 1
        ? character(codePoint.charAt(0))
        : new Token(Kind.CHARACTER, codePoint);
  }

  Token freeze() {
    return new Token(kind, text, true);
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean isControl(String name) {
    return kind == Kind.CONTROL && text.equals(name);
  }

  boolean isCharacter(char c) {
    return kind == Kind.CHARACTER && text.length() == 1 && text.charAt(0) == c;
  }

  /** Whether it is a control sequence of letters, which swallows the blanks after it. */
  boolean isWord() {
    return kind == Kind.CONTROL && !text.isEmpty() && isLetter(text.charAt(0));
  }

  boolean isBlank() {
    return kind == Kind.SPACE || kind == Kind.PARAGRAPH;
  }

  boolean same(Token other) {
    return kind == other.kind && (kind == Kind.SPACE || text.equals(other.text));
  }

  /** Whether it may stand in the name of a control sequence; packages count {@code @} too. */
  static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '@';
  }

  /** What would give these tokens if read. */
  static String source(List<Token> tokens) {
    StringBuilder source = new StringBuilder();
    boolean word = false;
    for (Token token : tokens) {
      if (word && isLetter(token.text().isEmpty() ? ' ' : token.text().charAt(0))) {
        if (token.is(Kind.CHARACTER)) {
          source.append(' ');
        }
      }
      if (token.is(Kind.CONTROL)) {
        source.append('\\');
      }
      source.append(token.text());
      word = token.isWord();
    }
    return source.toString();
  }
}
