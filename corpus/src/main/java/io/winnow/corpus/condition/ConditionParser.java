package io.winnow.corpus.condition;

import io.winnow.corpus.condition.Cursor.Form;
import io.winnow.corpus.condition.Cursor.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a condition by recursive descent, one method per rule of the grammar. */
final class ConditionParser {
  private static final String COMPARING =
      "one of = != < <= > >= in, not in, is missing, is not missing";
  private static final String VALUE =
      "the name of a column, a number, a quoted text, a function, or (";

  private final Cursor cursor;
  private int depth;

  private ConditionParser(Cursor cursor) {
    this.cursor = cursor;
  }

  static Test parse(String text) {
    Cursor cursor = new Cursor(text, 0);
    ConditionParser parser = new ConditionParser(cursor);
    Test test = parser.test(parser.or());
    if (!cursor.atEnd()) {
      throw cursor.expected("and, or, or the end");
    }
    return test;
  }

  /** A part of a condition, read as a value. */
  static Value value(Node.Span part) {
    Cursor cursor = new Cursor(part.text(), part.place() - 1);
    Value value = new ConditionParser(cursor).value();
    if (!cursor.atEnd()) {
      throw cursor.expected("one of + - * / or the end");
    }
    return value;
  }

  private Node or() {
    Node first = and();
    if (!cursor.takeWord("or")) {
      return first;
    }
    List<Test> tests = new ArrayList<>(List.of(test(first)));
    do {
      tests.add(test(and()));
    } while (cursor.takeWord("or"));
    return new Test.Or(List.copyOf(tests));
  }

  private Node and() {
    Node first = not();
    if (!cursor.takeWord("and")) {
      return first;
    }
    List<Test> tests = new ArrayList<>(List.of(test(first)));
    do {
      tests.add(test(not()));
    } while (cursor.takeWord("and"));
    return new Test.And(List.copyOf(tests));
  }

  private Node not() {
    if (!cursor.takeWord("not")) {
      return comparison();
    }
    enter();
    Test test = test(not());
    depth--;
    return new Test.Not(test);
  }

  /** A comparison; or what is in parentheses, which may be a whole condition; or a value alone. */
  private Node comparison() {
    Node node = sum();
    if (!(node instanceof Value left)) {
      return node;
    }
    if (cursor.takeWord("is")) {
      boolean not = cursor.takeWord("not");
      if (!cursor.takeWord("missing")) {
        throw cursor.expected(not ? "missing" : "missing or not missing");
      }
      Test missing = new Test.IsMissing(left);
      return not ? new Test.Not(missing) : missing;
    }
    if (cursor.takeWord("in")) {
      return new Test.In(left, literals());
    }
    if (cursor.takeWord("not")) {
      return notIn(left);
    }
    for (Operator operator : Operator.values()) {
      if (cursor.takeSign(operator.sign)) {
        return right(left, operator);
      }
    }
    return left;
  }

  /**
   * What a value is compared with: a literal where nothing follows it, so that a word means itself
   * although there may be signs of operators in it; else whatever gives a value.
   */
  private Test right(Value left, Operator operator) {
    int start = cursor.start();
    Literal literal = cursor.takeLiteral();
    if (literal == null && !cursor.isAt("(")) {
      throw cursor.expected(
          "a number, true, false, a word, a quoted text, or a value in parentheses");
    }
    if (literal != null && cursor.atEndOfComparison()) {
      boolean word = literal.form() == Form.WORD && !isTruth(literal);
      if (word && literal.content().equalsIgnoreCase("null")) {
        throw new ConditionException(
            literal.at().place(),
            literal.at() + " is no value; write is missing, or quotes around a text");
      }
      if (!word) {
        return new Test.Comparison(left, operator, literal(literal));
      }
      if (left instanceof Value.Call call && call.function().result() == Type.TEXT) {
        return new Test.Comparison(left, operator, literal(literal));
      }
      if (left instanceof Value.Named column && !operator.isOrder()) {
        return new Test.WordComparison(column, operator, literal.at());
      }
    }
    cursor.backTo(start);
    return new Test.Comparison(left, operator, value());
  }

  /** Like any other test, it does not hold where the value is missing. */
  private Test notIn(Value left) {
    if (!cursor.takeWord("in")) {
      throw cursor.expected("in; not stands before a test, as in not contains(a, b)");
    }
    return new Test.And(
        List.of(
            new Test.Not(new Test.IsMissing(left)), new Test.Not(new Test.In(left, literals()))));
  }

  private List<Value> literals() {
    if (!cursor.takeSign("(")) {
      throw cursor.expected("( and a list of values");
    }
    List<Value> literals = new ArrayList<>();
    do {
      Literal literal = cursor.takeLiteral();
      if (literal == null) {
        throw cursor.expected("a number, true, false, a word, or a quoted text");
      }
      literals.add(literal(literal));
    } while (cursor.takeSign(","));
    if (!cursor.takeSign(")")) {
      throw cursor.expected(", or )");
    }
    return List.copyOf(literals);
  }

  private static Value literal(Literal literal) {
    if (literal.form() == Form.NUMBER) {
      return new Value.NumberLiteral(literal.at(), Double.parseDouble(literal.content()));
    }
    return isTruth(literal)
        ? new Value.Literal(literal.at(), Type.TRUTH, literal.content().equals("true"))
        : new Value.Literal(literal.at(), Type.TEXT, literal.content());
  }

  private static boolean isTruth(Literal literal) {
    return literal.form() == Form.WORD
        && (literal.content().equals("true") || literal.content().equals("false"));
  }

  private Node sum() {
    return chain(this::product, Arithmetic.PLUS, Arithmetic.MINUS);
  }

  private Node product() {
    return chain(this::factor, Arithmetic.TIMES, Arithmetic.DIVIDED_BY);
  }

  private interface Rule {
    Node read();
  }

  private Node chain(Rule part, Arithmetic... signs) {
    int start = cursor.start();
    Node first = part.read();
    if (!(first instanceof Value value)) {
      return first;
    }
    List<Value> values = new ArrayList<>(List.of(value));
    List<Arithmetic> between = new ArrayList<>();
    for (Arithmetic sign = sign(signs); sign != null; sign = sign(signs)) {
      between.add(sign);
      values.add(value(part));
    }
    return between.isEmpty()
        ? value
        : new Value.Chain(cursor.span(start), List.copyOf(values), List.copyOf(between));
  }

  private @Nullable Arithmetic sign(Arithmetic... signs) {
    for (Arithmetic sign : signs) {
      if (cursor.takeSign(sign.sign)) {
        return sign;
      }
    }
    return null;
  }

  private Node factor() {
    int start = cursor.start();
    if (cursor.takeSign("-")) {
      enter();
      Value number = value(this::factor);
      depth--;
      return new Value.Negative(cursor.span(start), number);
    }
    if (cursor.takeSign("(")) {
      enter();
      Node node = or();
      if (!cursor.takeSign(")")) {
        throw cursor.expected(node instanceof Value ? "an operator or )" : ")");
      }
      depth--;
      return node;
    }
    Double number = cursor.takeNumber();
    if (number != null) {
      return new Value.NumberLiteral(cursor.span(start), number);
    }
    String quoted = cursor.takeQuoted();
    if (quoted != null) {
      return new Value.Literal(cursor.span(start), Type.TEXT, quoted);
    }
    String name = cursor.takeName();
    if (name == null) {
      throw cursor.expected(VALUE);
    }
    Node.Span at = cursor.span(start);
    return cursor.takeSign("(")
        ? call(start, Function.named(name, at.place()))
        : new Value.Named(at, name);
  }

  private Value call(int start, Function function) {
    enter();
    List<Value> arguments = new ArrayList<>();
    if (!cursor.takeSign(")")) {
      do {
        arguments.add(value());
      } while (cursor.takeSign(","));
      if (!cursor.takeSign(")")) {
        throw cursor.expected("an operator, a comma or )");
      }
    }
    depth--;
    int wanted = function.arguments().size();
    if (arguments.size() != wanted) {
      throw new ConditionException(
          cursor.place(start),
          String.format(
              Locale.ROOT,
              "%s takes %d argument%s, but was given %d; it gives %s",
              function.signature(),
              wanted,
              wanted == 1 ? "" : "s",
              arguments.size(),
              function.description));
    }
    return new Value.Call(cursor.span(start), function, List.copyOf(arguments));
  }

  private Value value() {
    return value(this::sum);
  }

  private Value value(Rule rule) {
    int place = cursor.place();
    Node node = rule.read();
    if (node instanceof Value value) {
      return value;
    }
    throw new ConditionException(
        place, "expected a value, but found a test in parentheses, which is none");
  }

  /** What was just read, if it is a test; a function may be one by itself. */
  private Test test(Node node) {
    if (node instanceof Test test) {
      return test;
    }
    if (node instanceof Value.Call call && call.function().result() == Type.TRUTH) {
      return new Test.Holds(call);
    }
    throw cursor.expected(COMPARING);
  }

  /** Notes one more level; what is read by recursion must not overflow the stack. */
  private void enter() {
    if (++depth >= Condition.MAXIMUM_DEPTH) {
      throw new ConditionException(
          cursor.place(), "a condition nests at most " + Condition.MAXIMUM_DEPTH + " deep");
    }
  }
}
