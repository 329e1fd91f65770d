package io.winnow.corpus.condition;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A node that holds or does not hold. */
sealed interface Test extends Node {
  /**
   * Fits it to the rows of a schema.
   *
   * @throws ConditionException if a column does not exist or is compared with what it cannot be
   */
  RowTest bind(Columns columns);

  /** All of them hold. */
  record And(List<Test> parts) implements Test {
    @Override
    public RowTest bind(Columns columns) {
      RowTest[] tests = bindAll(parts, columns);
      return row -> {
        for (RowTest test : tests) {
          if (!test.holds(row)) {
            return false;
          }
        }
        return true;
      };
    }
  }

  /** One of them holds. */
  record Or(List<Test> parts) implements Test {
    @Override
    public RowTest bind(Columns columns) {
      RowTest[] tests = bindAll(parts, columns);
      return row -> {
        for (RowTest test : tests) {
          if (test.holds(row)) {
            return true;
          }
        }
        return false;
      };
    }
  }

  /** It does not hold. */
  record Not(Test test) implements Test {
    @Override
    public List<Test> parts() {
      return List.of(test);
    }

    @Override
    public RowTest bind(Columns columns) {
      RowTest bound = test.bind(columns);
      return row -> !bound.holds(row);
    }
  }

  /** A function that is a test by itself. */
  record Holds(Value.Call call) implements Test {
    @Override
    public List<Value> parts() {
      return List.of(call);
    }

    @Override
    public RowTest bind(Columns columns) {
      Fitted.Truth truth = (Fitted.Truth) call.bind(columns);
      return row -> Boolean.TRUE.equals(truth.of(row));
    }
  }

  /** Whether there is no value. */
  record IsMissing(Value value) implements Test {
    @Override
    public List<Value> parts() {
      return List.of(value);
    }

    @Override
    public RowTest bind(Columns columns) {
      return value.bind(columns)::isMissing;
    }
  }

  /** A comparison of two values. */
  record Comparison(Value left, Operator operator, Value right) implements Test {
    @Override
    public List<Value> parts() {
      return List.of(left, right);
    }

    @Override
    public RowTest bind(Columns columns) {
      Fitted fitted = left.bind(columns);
      requireOrder(left, fitted, operator);
      return compare(left, fitted, operator, right, right.bind(columns));
    }
  }

  /**
   * A comparison of a column with a bare word, which is a text where the column holds texts, and a
   * number or another column where it does not.
   *
   * @param operator {@code =} or {@code !=}
   * @param word as it is written
   */
  record WordComparison(Value.Named left, Operator operator, Node.Span word) implements Test {
    @Override
    public List<Value> parts() {
      return List.of(left);
    }

    @Override
    public RowTest bind(Columns columns) {
      Fitted fitted = left.bind(columns);
      Value right =
          fitted.type() == Type.TEXT
              ? new Value.TextLiteral(word, word.text())
              : value(fitted, columns);
      return compare(left, fitted, operator, right, right.bind(columns));
    }

    private Value value(Fitted fitted, Columns columns) {
      Value value;
      try {
        value = ConditionParser.value(word);
      } catch (ConditionException e) {
        throw unfit(left, fitted, word); // a word indeed, such as c++
      }
      if (value instanceof Value.Named other && !columns.has(other.name())) {
        throw unfit(left, fitted, word);
      }
      return value;
    }
  }

  /**
   * Whether a value is one of several.
   *
   * @param literals numbers, texts, true and false
   */
  record In(Value value, List<Value> literals) implements Test {
    @Override
    public List<Value> parts() {
      return List.of(value);
    }

    @Override
    public RowTest bind(Columns columns) {
      Fitted fitted = value.bind(columns);
      for (Value literal : literals) {
        requireFit(value, fitted, literal, literal.bind(columns));
      }
      if (fitted instanceof Fitted.Number number) {
        return among(number, numbers());
      }
      if (fitted instanceof Fitted.Truth truth) {
        Set<@Nullable Boolean> truths = truths();
        return row -> truths.contains(truth.of(row));
      }
      Fitted.Text text = (Fitted.Text) fitted;
      Set<@Nullable String> texts = texts();
      return row -> texts.contains(text.of(row));
    }

    private double[] numbers() {
      return literals.stream()
          .mapToDouble(literal -> ((Value.NumberLiteral) literal).number())
          .toArray();
    }

    // Sets that may be asked for null, unlike immutable ones.
    private Set<@Nullable Boolean> truths() {
      return literals.stream()
          .map(literal -> ((Value.TruthLiteral) literal).truth())
          .collect(Collectors.toSet());
    }

    private Set<@Nullable String> texts() {
      return literals.stream()
          .map(literal -> ((Value.TextLiteral) literal).text())
          .collect(Collectors.toSet());
    }

    private static RowTest among(Fitted.Number number, double[] numbers) {
      return row -> {
        double value = number.of(row);
        for (double other : numbers) {
          if (value == other) {
            return true;
          }
        }
        return false;
      };
    }
  }

  private static RowTest[] bindAll(List<Test> tests, Columns columns) {
    return tests.stream().map(test -> test.bind(columns)).toArray(RowTest[]::new);
  }

  private static RowTest compare(
      Value left, Fitted one, Operator operator, Value right, Fitted other) {
    requireFit(left, one, right, other);
    if (one instanceof Fitted.Number a && other instanceof Fitted.Number b) {
      return row -> {
        double x = a.of(row);
        double y = b.of(row);
        return !Double.isNaN(x) && !Double.isNaN(y) && operator.holds(x < y ? -1 : x > y ? 1 : 0);
      };
    }
    if (one instanceof Fitted.Truth a && other instanceof Fitted.Truth b) {
      return row -> equal(a.of(row), operator, b.of(row));
    }
    Fitted.Text a = (Fitted.Text) one;
    Fitted.Text b = (Fitted.Text) other;
    return row -> equal(a.of(row), operator, b.of(row));
  }

  private static boolean equal(@Nullable Object a, Operator operator, @Nullable Object b) {
    return a != null && b != null && operator.holds(a.equals(b) ? 0 : 1);
  }

  private static void requireOrder(Value value, Fitted fitted, Operator operator) {
    if (operator.isOrder() && fitted.type() != Type.NUMBER) {
      throw new ConditionException(
          value.at().place(),
          String.format(
              "%s holds no numbers, so it can be compared with = and != only, not with %s;"
                  + " it is compared with %s",
              value.at(), operator.sign(), fitted.type().counterpart()));
    }
  }

  private static void requireFit(Value value, Fitted fitted, Value other, Fitted fittedOther) {
    if (fitted.type() != fittedOther.type() || fitted.type() == Type.OPAQUE) {
      throw unfit(value, fitted, other.at());
    }
  }

  private static ConditionException unfit(Value value, Fitted fitted, Node.Span other) {
    return new ConditionException(
        value.at().place(),
        String.format(
            "%s is compared with %s, but was with %s",
            value.at(), fitted.type().counterpart(), other));
  }
}
