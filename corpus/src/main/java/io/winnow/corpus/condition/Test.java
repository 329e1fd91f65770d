package io.winnow.corpus.condition;

import io.winnow.corpus.table.Row;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A node that holds or does not hold. */
sealed interface Test extends Node {
  /**
   * Fits it to the rows of a schema.
   *
   * @throws ConditionException if a column does not exist or is compared with what it cannot be
   */
  Predicate<Row> bind(Columns columns);

  /** All of them hold. */
  record And(List<Test> parts) implements Test {
    @Override
    public Predicate<Row> bind(Columns columns) {
      List<Predicate<Row>> tests = bindAll(parts, columns);
      return row -> {
        for (Predicate<Row> test : tests) {
          if (!test.test(row)) {
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
    public Predicate<Row> bind(Columns columns) {
      List<Predicate<Row>> tests = bindAll(parts, columns);
      return row -> {
        for (Predicate<Row> test : tests) {
          if (test.test(row)) {
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
    public Predicate<Row> bind(Columns columns) {
      Predicate<Row> bound = test.bind(columns);
      return row -> !bound.test(row);
    }
  }

  /** A function that is a test by itself. */
  record Holds(Value.Call call) implements Test {
    @Override
    public List<Value> parts() {
      return List.of(call);
    }

    @Override
    public Predicate<Row> bind(Columns columns) {
      Fitted.Thing truth = (Fitted.Thing) call.bind(columns);
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
    public Predicate<Row> bind(Columns columns) {
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
    public Predicate<Row> bind(Columns columns) {
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
    public Predicate<Row> bind(Columns columns) {
      Fitted fitted = left.bind(columns);
      Value right =
          fitted.type() == Type.TEXT
              ? new Value.Literal(word, Type.TEXT, word.text())
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
    public Predicate<Row> bind(Columns columns) {
      Fitted fitted = value.bind(columns);
      for (Value literal : literals) {
        requireFit(value, fitted, literal, literal.bind(columns));
      }
      if (fitted instanceof Fitted.Number number) {
        return among(number, numbers());
      }
      Fitted.Thing thing = (Fitted.Thing) fitted;
      // May be asked for null, unlike an immutable set.
      Set<@Nullable Object> contents =
          literals.stream()
              .map(literal -> ((Value.Literal) literal).content())
              .collect(Collectors.toSet());
      return row -> contents.contains(thing.of(row));
    }

    private double[] numbers() {
      return literals.stream()
          .mapToDouble(literal -> ((Value.NumberLiteral) literal).number())
          .toArray();
    }

    private static Predicate<Row> among(Fitted.Number number, double[] numbers) {
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

  private static List<Predicate<Row>> bindAll(List<Test> tests, Columns columns) {
    return tests.stream().map(test -> test.bind(columns)).toList();
  }

  private static Predicate<Row> compare(
      Value left, Fitted one, Operator operator, Value right, Fitted other) {
    requireFit(left, one, right, other);
    if (one instanceof Fitted.Number a && other instanceof Fitted.Number b) {
      return row -> {
        double x = a.of(row);
        double y = b.of(row);
        return !Double.isNaN(x) && !Double.isNaN(y) && operator.holds(x < y ? -1 : x > y ? 1 : 0);
      };
    }
    Fitted.Thing a = (Fitted.Thing) one;
    Fitted.Thing b = (Fitted.Thing) other;
    return row -> {
      Object x = a.of(row);
      Object y = b.of(row);
      return x != null && y != null && operator.holds(x.equals(y) ? 0 : 1);
    };
  }

  private static void requireOrder(Value value, Fitted fitted, Operator operator) {
    if (operator.isOrder() && fitted.type() != Type.NUMBER) {
      throw new ConditionException(
          value.at().place(),
          String.format(
              Locale.ROOT,
              "%s holds no numbers, so it can be compared with = and != only, not with %s;"
                  + " it is compared with %s",
              value.at(),
              operator.sign,
              fitted.type().counterpart));
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
            Locale.ROOT,
            "%s is compared with %s, but was with %s",
            value.at(),
            fitted.type().counterpart,
            other));
  }
}
