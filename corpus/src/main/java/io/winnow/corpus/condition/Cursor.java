package io.winnow.corpus.condition;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the text of a condition. The same characters are read in two ways: {@code zh-Hant} or
 * {@code 2024/01} is one word on the right of a comparison, and has an operator in it elsewhere.
 */
final class Cursor {
  static final Set<String> RESERVED = Set.of("and", "or", "not", "in", "is", "missing");
  private static final Set<String> SIGNS =
      Set.of("=", "!=", "<", "<=", ">", ">=", "(", ")", ",", "+", "-", "*", "/");
  private static final String NUMBER = "([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?";
  private static final Pattern UNSIGNED = Pattern.compile(NUMBER);
  private static final Pattern SIGNED = Pattern.compile("[-+]?" + NUMBER);

  /** What a literal is written as. */
  enum Form {
    WORD,
    NUMBER,
    QUOTED
  }

  /**
   * A literal.
   *
   * @param content without quotes
   */
  record Literal(Node.Span at, Form form, String content) {}

  private final String text;
  private final int offset;
  private int at;

  /**
   * @param offset place of the text in a longer one, whose places are told
   */
  Cursor(String text, int offset) {
    this.text = text;
    this.offset = offset;
  }

  /** Where the next thing begins, from 0: for {@link #span} and {@link #backTo}. */
  int start() {
    int start = at;
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    return start;
  }

  /** Where the next thing begins, counted from 1 as a person does. */
  int place() {
    return place(start());
  }

  int place(int start) {
    return start + offset + 1;
  }

  boolean atEnd() {
    return start() == text.length();
  }

  /** What was read from a start on. */
  Node.Span span(int start) {
    return new Node.Span(place(start), text.substring(start, at));
  }

  /** Goes back to a start. */
  void backTo(int start) {
    at = start;
  }

  boolean isAt(String sign) {
    return text.startsWith(sign, start());
  }

  boolean takeSign(String sign) {
    if (!isAt(sign)) {
      return false;
    }
    at = start() + sign.length();
    return true;
  }

  boolean takeWord(String word) {
    int end = endOfName();
    if (!text.substring(start(), end).equals(word)) {
      return false;
    }
    at = end;
    return true;
  }

  /** Takes a name that is not reserved; null if there is none. */
  @Nullable String takeName() {
    int end = endOfName();
    String name = text.substring(start(), end);
    if (name.isEmpty() || Character.isDigit(name.charAt(0)) || RESERVED.contains(name)) {
      return null;
    }
    at = end;
    return name;
  }

  /** Takes a number without a sign; null if there is none. */
  @Nullable Double takeNumber() {
    Matcher matcher = UNSIGNED.matcher(text).region(start(), text.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    at = matcher.end();
    return Double.valueOf(matcher.group());
  }

  /** Takes a quoted text; null if there is none. */
  @Nullable String takeQuoted() {
    Literal literal = peek();
    if (literal == null || literal.form() != Form.QUOTED) {
      return null;
    }
    takeLiteral();
    return literal.content();
  }

  /** Takes a quoted text, a number with its sign or a word; null if there is none. */
  @Nullable Literal takeLiteral() {
    Literal literal = peek();
    if (literal != null) {
      at = start() + literal.at().text().length();
    }
    return literal;
  }

  /** Whether a comparison may end here: at the end, a bracket, a comma, {@code and}, {@code or}. */
  boolean atEndOfComparison() {
    if (atEnd() || "),".indexOf(text.charAt(start())) >= 0) {
      return true;
    }
    Literal next = peek();
    return next != null
        && next.form() == Form.WORD
        && (next.content().equals("and") || next.content().equals("or"));
  }

  /** A fault: something else should be here. */
  ConditionException expected(String what) {
    String found = "the end";
    if (!atEnd()) {
      Literal next = peek();
      String sign = sign(start());
      if (next == null && !SIGNS.contains(sign)) {
        return new ConditionException(
            place(),
            "\""
                + sign
                + "\" means nothing here in \""
                + text
                + "\""
                + Spelling.hint(text, start()));
      }
      found = "\"" + (next == null ? sign : next.content()) + "\"";
    }
    return new ConditionException(
        place(),
        "expected "
            + what
            + ", but found "
            + found
            + " in \""
            + text
            + "\""
            + Spelling.hint(text, start()));
  }

  private @Nullable Literal peek() {
    int start = start();
    int end = start;
    if (end == text.length()) {
      return null;
    }
    char quote = text.charAt(start);
    if (quote == '"' || quote == '\'') {
      end = text.indexOf(quote, start + 1);
      if (end < 0) {
        throw new ConditionException(
            place(), "the quote " + quote + " is not closed in \"" + text + "\"");
      }
      Node.Span at = new Node.Span(place(), text.substring(start, end + 1));
      return new Literal(at, Form.QUOTED, text.substring(start + 1, end));
    }
    while (end < text.length() && isPartOfWord(text.charAt(end))) {
      end++;
    }
    if (end == start) {
      return null;
    }
    String word = text.substring(start, end);
    Form form = SIGNED.matcher(word).matches() ? Form.NUMBER : Form.WORD;
    return new Literal(new Node.Span(place(), word), form, word);
  }

  private String sign(int start) {
    int second = start + 1;
    boolean two =
        second < text.length()
            && text.charAt(second) == '='
            && "!<>".indexOf(text.charAt(start)) >= 0;
    return text.substring(start, two ? second + 1 : text.offsetByCodePoints(start, 1));
  }

  private int endOfName() {
    int end = start();
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return end;
  }

  private static boolean isPartOfWord(char c) {
    return Character.isLetterOrDigit(c) || "_-+.:/#".indexOf(c) >= 0;
  }
}
