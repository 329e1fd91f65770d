package io.winnow.corpus.table;

import io.winnow.corpus.table.Condition.And;
import io.winnow.corpus.table.Condition.Comparison;
import io.winnow.corpus.table.Condition.In;
import io.winnow.corpus.table.Condition.Node;
import io.winnow.corpus.table.Condition.Not;
import io.winnow.corpus.table.Condition.Operator;
import io.winnow.corpus.table.Condition.Or;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A condition that knows where in a row its columns stand. */
public final class BoundCondition {
  private final RowTest test;

  BoundCondition(Node root, Schema schema) {
    this.test = bind(root, schema);
  }

  /** Whether it holds for a row of the schema it was bound to. */
  public boolean test(@Nullable Object[] row) {
    return test.test(row);
  }

  private interface RowTest {
    boolean test(@Nullable Object[] row);
  }

  private static RowTest bind(Node node, Schema schema) {
    if (node instanceof And and) {
      RowTest[] tests = bindAll(and.nodes(), schema);
      return row -> {
        for (RowTest test : tests) {
          if (!test.test(row)) {
            return false;
          }
        }
        return true;
      };
    }
    if (node instanceof Or or) {
      RowTest[] tests = bindAll(or.nodes(), schema);
      return row -> {
        for (RowTest test : tests) {
          if (test.test(row)) {
            return true;
          }
        }
        return false;
      };
    }
    if (node instanceof Not not) {
      RowTest test = bind(not.node(), schema);
      return row -> !test.test(row);
    }
    return bindTest((Condition.Test) node, schema);
  }

  private static RowTest[] bindAll(List<Node> nodes, Schema schema) {
    return nodes.stream().map(node -> bind(node, schema)).toArray(RowTest[]::new);
  }

  private static RowTest bindTest(Condition.Test test, Schema schema) {
    if (!schema.has(test.column())) {
      throw new ConditionException(
          test.place(),
          "there is no column "
              + test.column()
              + Suggestion.among(test.column(), schema.names())
                  .map(name -> "; did you mean " + name + "?")
                  .orElse("; there are " + String.join(", ", schema.names())));
    }
    int index = schema.indexOf(test.column());
    ColumnType type = schema.columns().get(index).type();
    if (test instanceof Comparison comparison) {
      requireFit(test, type, comparison.literal());
      Operator operator = comparison.operator();
      if (operator.isOrder() && !isNumber(type)) {
        throw new ConditionException(
            test.place(),
            String.format(
                "%s holds no numbers, so it can be compared with = and != only, not with %s",
                test.column(), operator.sign()));
      }
      return comparison(index, type, operator, comparison.literal());
    }
    if (test instanceof In in) {
      for (Object literal : in.literals()) {
        requireFit(test, type, literal);
      }
      return in(index, type, in.literals());
    }
    return row -> isMissing(row[index]);
  }

  private static RowTest comparison(int index, ColumnType type, Operator operator, Object literal) {
    if (isNumber(type)) {
      double number = (Double) literal;
      return row -> {
        Object value = row[index];
        return !isMissing(value)
            && operator.holds(Double.compare(((Number) value).doubleValue() + 0.0, number + 0.0));
      };
    }
    return row -> {
      Object value = row[index];
      return value != null && operator.holds(matches(type, value, literal) ? 0 : 1);
    };
  }

  private static RowTest in(int index, ColumnType type, List<Object> literals) {
    if (isNumber(type)) {
      double[] numbers = literals.stream().mapToDouble(literal -> (Double) literal).toArray();
      return row -> {
        Object value = row[index];
        if (!isMissing(value)) {
          double number = ((Number) value).doubleValue();
          for (double other : numbers) {
            if (number == other) {
              return true;
            }
          }
        }
        return false;
      };
    }
    Set<String> words = literals.stream().map(Object::toString).collect(Collectors.toSet());
    return row -> {
      Object value = row[index];
      return value != null && words.contains(value.toString());
    };
  }

  private static boolean matches(ColumnType type, Object value, Object literal) {
    return type == ColumnType.BOOLEAN
        ? value.equals(literal)
        : value.toString().equals(literal.toString());
  }

  private static boolean isMissing(@Nullable Object value) {
    return value == null || (value instanceof Double number && number.isNaN());
  }

  private static boolean isNumber(ColumnType type) {
    return type == ColumnType.LONG || type == ColumnType.DOUBLE;
  }

  private static void requireFit(Condition.Test test, ColumnType type, Object literal) {
    String fault =
        switch (type) {
          case LONG, DOUBLE -> literal instanceof Double ? null : "a number";
          case BOOLEAN -> literal instanceof Boolean ? null : "true or false";
          case STRING, ID -> literal instanceof String ? null : "a word or a quoted text";
          case BYTES, INTS, STRINGS, DOUBLES -> "nothing; it can only be tested with is missing";
        };
    if (fault != null) {
      throw new ConditionException(
          test.place(),
          String.format("%s is compared with %s, but was with %s", test.column(), fault, literal));
    }
  }
}
