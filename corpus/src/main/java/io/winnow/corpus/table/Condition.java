package io.winnow.corpus.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A condition over the columns of a row, as in {@code where} and in rules:
 *
 * <pre>{@code
 * words < 50 or words > 100000
 * kind = web and not (language in (en, fr))
 * title is missing
 * }</pre>
 *
 * <p>{@code or} binds least, then {@code and}, then {@code not}; a comparison has a column on its
 * left and a number, {@code true}, {@code false}, a quoted text or a bare word on its right. A
 * missing value makes any comparison false, {@code !=} too; {@code is missing} tests for it. Not a
 * number counts as missing.
 */
public final class Condition implements Serializable {
  /** How deep parentheses and {@code not} may nest. */
  static final int MAXIMUM_DEPTH = 100;

  private final String text;
  private final Node root;

  private Condition(String text, Node root) {
    this.text = text;
    this.root = root;
  }

  /**
   * Reads a condition.
   *
   * @throws ConditionException saying what was expected and where
   */
  public static Condition parse(String text) {
    return new Condition(text, new ConditionParser(text).parse());
  }

  /** The columns it looks at, sorted. */
  public Set<String> columns() {
    Set<String> names = new TreeSet<>();
    root.visit(node -> names.add(node.column()));
    return names;
  }

  /** A comparison of a column with a number. */
  public record Limit(String column, String operator, double number) {}

  /** Its comparisons with numbers, from left to right. */
  public List<Limit> limits() {
    List<Limit> limits = new ArrayList<>();
    root.visit(
        node -> {
          if (node instanceof Comparison comparison
              && comparison.literal() instanceof Double number) {
            limits.add(new Limit(comparison.column(), comparison.operator().sign(), number));
          }
        });
    return limits;
  }

  /**
   * Fits the condition to rows of a schema.
   *
   * @throws ConditionException if a column does not exist or is compared with what it cannot be
   */
  public BoundCondition bind(Schema schema) {
    return new BoundCondition(root, schema);
  }

  /** The text that was parsed. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition condition && condition.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** What a comparison does. */
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    boolean isOrder() {
      return this != EQUAL && this != NOT_EQUAL;
    }

    /** Whether {@code a operator b} holds, where {@code order} is that of a and b. */
    boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case MORE -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }

  /** Hears of each test of a column, from left to right. */
  interface Visitor {
    void visit(Test test);
  }

  /** A node of the parsed condition. */
  sealed interface Node extends Serializable permits And, Or, Not, Test {
    void visit(Visitor visitor);
  }

  /** All of them hold. */
  record And(List<Node> nodes) implements Node {
    @Override
    public void visit(Visitor visitor) {
      nodes.forEach(node -> node.visit(visitor));
    }
  }

  /** One of them holds. */
  record Or(List<Node> nodes) implements Node {
    @Override
    public void visit(Visitor visitor) {
      nodes.forEach(node -> node.visit(visitor));
    }
  }

  /** It does not hold. */
  record Not(Node node) implements Node {
    @Override
    public void visit(Visitor visitor) {
      node.visit(visitor);
    }
  }

  /** A test of one column, which stands at a place in the text. */
  sealed interface Test extends Node permits Comparison, In, IsMissing {
    String column();

    int place();

    @Override
    default void visit(Visitor visitor) {
      visitor.visit(this);
    }
  }

  /** A comparison with a {@link Double}, {@link Boolean} or {@link String}. */
  record Comparison(String column, int place, Operator operator, Object literal) implements Test {}

  /** Whether the value is one of several. */
  record In(String column, int place, List<Object> literals) implements Test {}

  /** Whether there is no value. */
  record IsMissing(String column, int place) implements Test {}
}
