package io.winnow.corpus.table;

import io.winnow.corpus.table.Condition.And;
import io.winnow.corpus.table.Condition.Comparison;
import io.winnow.corpus.table.Condition.In;
import io.winnow.corpus.table.Condition.IsMissing;
import io.winnow.corpus.table.Condition.Node;
import io.winnow.corpus.table.Condition.Not;
import io.winnow.corpus.table.Condition.Operator;
import io.winnow.corpus.table.Condition.Or;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a condition by recursive descent, one method per rule of the grammar. */
final class ConditionParser {
  private static final Set<String> RESERVED = Set.of("and", "or", "not", "in", "is", "missing");

  private final String text;
  private final List<Token> tokens;
  private int next;
  private int depth;

  ConditionParser(String text) {
    this.text = text;
    this.tokens = tokens(text);
  }

  Node parse() {
    Node node = or();
    if (next < tokens.size()) {
      throw expected("and, or, or the end");
    }
    return node;
  }

  private Node or() {
    List<Node> nodes = new ArrayList<>(List.of(and()));
    while (takeWord("or")) {
      nodes.add(and());
    }
    return nodes.size() == 1 ? nodes.get(0) : new Or(nodes);
  }

  private Node and() {
    List<Node> nodes = new ArrayList<>(List.of(not()));
    while (takeWord("and")) {
      nodes.add(not());
    }
    return nodes.size() == 1 ? nodes.get(0) : new And(nodes);
  }

  private Node not() {
    int place = place();
    if (++depth > Condition.MAXIMUM_DEPTH) {
      throw new ConditionException(
          place, "a condition nests at most " + Condition.MAXIMUM_DEPTH + " deep");
    }
    try {
      if (takeWord("not")) {
        return new Not(not());
      }
      if (takeSign("(")) {
        Node node = or();
        if (!takeSign(")")) {
          throw expected(")");
        }
        return node;
      }
      return test();
    } finally {
      depth--;
    }
  }

  private Node test() {
    int place = place();
    if (!isName()) {
      throw expected("the name of a column, not, or (");
    }
    String column = tokens.get(next++).value();
    if (takeWord("is")) {
      boolean not = takeWord("not");
      if (!takeWord("missing")) {
        throw expected("missing");
      }
      IsMissing missing = new IsMissing(column, place);
      return not ? new Not(missing) : missing;
    }
    if (takeWord("in")) {
      return new In(column, place, literals());
    }
    for (Operator operator : Operator.values()) {
      if (takeSign(operator.sign())) {
        return new Comparison(column, place, operator, literal());
      }
    }
    throw expected("one of = != < <= > >= in, is missing, is not missing");
  }

  private List<Object> literals() {
    if (!takeSign("(")) {
      throw expected("( and a list of values");
    }
    List<Object> literals = new ArrayList<>();
    do {
      literals.add(literal());
    } while (takeSign(","));
    if (!takeSign(")")) {
      throw expected(", or )");
    }
    return literals;
  }

  private Object literal() {
    if (next < tokens.size()) {
      Token token = tokens.get(next);
      if (token.type() == TokenType.QUOTED) {
        next++;
        return token.value();
      }
      if (token.type() == TokenType.NUMBER) {
        next++;
        return Double.valueOf(token.value());
      }
      if (isName()) {
        next++;
        return switch (token.value()) {
          case "true" -> true;
          case "false" -> false;
          default -> token.value();
        };
      }
    }
    throw expected("a number, true, false, a word, or a quoted text");
  }

  private boolean isName() {
    return next < tokens.size()
        && tokens.get(next).type() == TokenType.WORD
        && !RESERVED.contains(tokens.get(next).value());
  }

  private boolean takeWord(String word) {
    return take(TokenType.WORD, word);
  }

  private boolean takeSign(String sign) {
    return take(TokenType.SIGN, sign);
  }

  private boolean take(TokenType type, String value) {
    if (next < tokens.size()
        && tokens.get(next).type() == type
        && tokens.get(next).value().equals(value)) {
      next++;
      return true;
    }
    return false;
  }

  private int place() {
    return next < tokens.size() ? tokens.get(next).place() : text.length() + 1;
  }

  private ConditionException expected(String what) {
    String found = next < tokens.size() ? "\"" + tokens.get(next).value() + "\"" : "the end";
    return new ConditionException(
        place(), "expected " + what + ", but found " + found + " in \"" + text + "\"");
  }

  private enum TokenType {
    WORD,
    NUMBER,
    QUOTED,
    SIGN
  }

  private record Token(TokenType type, String value, int place) {}

  private static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int start = i;
      if (Character.isWhitespace(c)) {
        i++;
      } else if (c == '"' || c == '\'') {
        int end = text.indexOf(c, i + 1);
        if (end < 0) {
          throw new ConditionException(
              start + 1, "the quote " + c + " is not closed in \"" + text + "\"");
        }
        tokens.add(new Token(TokenType.QUOTED, text.substring(i + 1, end), start + 1));
        i = end + 1;
      } else if (isWordPart(c)) {
        while (i < text.length() && isWordPart(text.charAt(i))) {
          i++;
        }
        String word = text.substring(start, i);
        boolean number = word.matches("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
        tokens.add(new Token(number ? TokenType.NUMBER : TokenType.WORD, word, start + 1));
      } else {
        boolean two = i + 1 < text.length() && text.charAt(i + 1) == '=' && "!<>".indexOf(c) >= 0;
        i += two ? 2 : 1;
        String sign = text.substring(start, i);
        if (!two && "=<>(),".indexOf(c) < 0) {
          throw new ConditionException(
              start + 1, "\"" + c + "\" means nothing here in \"" + text + "\"");
        }
        tokens.add(new Token(TokenType.SIGN, sign, start + 1));
      }
    }
    return tokens;
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || "_-+.:/#".indexOf(c) >= 0;
  }
}
