package io.winnow.corpus.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A node that is a number, a text, or true or false. */
sealed interface Value extends Node {
  Span at();

  /**
   * Fits it to the rows of a schema.
   *
   * @throws ConditionException if a column does not exist or is none of the kind that is needed
   */
  Fitted bind(Columns columns);

  /** A column. */
  record Named(Span at, String name) implements Value {
    @Override
    public Fitted bind(Columns columns) {
      return columns.fit(this);
    }
  }

  /** A number that is written down. */
  record NumberLiteral(Span at, double number) implements Value {
    @Override
    public Fitted.Number bind(Columns columns) {
      return row -> number;
    }
  }

  /** A text, or true or false, that is written down. */
  record Literal(Span at, Type type, Object content) implements Value {
    @Override
    public Fitted.Thing bind(Columns columns) {
      return new Fitted.Thing(type, row -> content);
    }
  }

  /** A number with its sign turned round. */
  record Negative(Span at, Value number) implements Value {
    @Override
    public List<Value> parts() {
      return List.of(number);
    }

    @Override
    public Fitted.Number bind(Columns columns) {
      Fitted.Number fitted = requireNumber("-", number, columns);
      return row -> -fitted.of(row);
    }
  }

  /**
   * Sums and differences, or products and quotients, reckoned from left to right. They are one node
   * however many they are, so that the tree stays flat.
   *
   * @param parts one more than {@code signs}
   */
  record Chain(Span at, List<Value> parts, List<Arithmetic> signs) implements Value {
    @Override
    public Fitted.Number bind(Columns columns) {
      Fitted.Number first = requireNumber(signs.get(0).sign, parts.get(0), columns);
      Arithmetic[] steps = signs.toArray(Arithmetic[]::new);
      Fitted.Number[] others = new Fitted.Number[steps.length];
      for (int i = 0; i < steps.length; i++) {
        others[i] = requireNumber(steps[i].sign, parts.get(i + 1), columns);
      }
      return row -> {
        double result = first.of(row);
        for (int i = 0; i < steps.length; i++) {
          result = steps[i].apply(result, others[i].of(row));
        }
        return result;
      };
    }
  }

  /** What a function makes of its arguments. */
  record Call(Span at, Function function, List<Value> parts) implements Value {
    @Override
    public Fitted bind(Columns columns) {
      List<Fitted> arguments = new ArrayList<>();
      for (Value part : parts) {
        Type wanted = function.arguments().get(arguments.size());
        Fitted fitted =
            wanted == Type.TEXT && part instanceof Named column
                ? columns.fitText(column)
                : part.bind(columns);
        if (fitted.type() != wanted) {
          throw new ConditionException(
              part.at().place(),
              String.format(
                  Locale.ROOT,
                  "%s takes %s as argument %d, but %s is %s",
                  function.signature(),
                  wanted.phrase,
                  arguments.size() + 1,
                  part.at(),
                  fitted.type().phrase));
        }
        arguments.add(fitted);
      }
      return function.fit(arguments);
    }
  }

  private static Fitted.Number requireNumber(String sign, Value value, Columns columns) {
    Fitted fitted = value.bind(columns);
    if (fitted instanceof Fitted.Number number) {
      return number;
    }
    throw new ConditionException(
        value.at().place(),
        String.format(
            Locale.ROOT, "%s takes numbers, but %s is %s", sign, value.at(), fitted.type().phrase));
  }
}
