package io.winnow.corpus.condition;

import io.winnow.corpus.condition.Condition.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What must hold for a condition to hold, and what is enough, as far as its form alone tells. */
final class Needs {
  private Needs() {}

  /** The texts of which a column must hold one; null where any will do. */
  static @Nullable Set<String> demanded(Test test, String column) {
    if (test instanceof Test.And all) {
      Set<String> common = null;
      for (Test part : all.parts()) {
        Set<String> one = demanded(part, column);
        if (common == null) {
          common = one;
        } else if (one != null) {
          common.retainAll(one);
        }
      }
      return common;
    }
    if (test instanceof Test.WordComparison comparison
        && comparison.operator() == Operator.EQUAL
        && comparison.left().name().equals(column)) {
      return new TreeSet<>(Set.of(comparison.word().text()));
    }
    if (test instanceof Test.Comparison comparison
        && comparison.operator() == Operator.EQUAL
        && isColumn(comparison.left(), column)) {
      return texts(List.of(comparison.right()));
    }
    return test instanceof Test.In among && isColumn(among.value(), column)
        ? texts(among.literals())
        : null;
  }

  private static boolean isColumn(Value value, String column) {
    return value instanceof Value.Named named && named.name().equals(column);
  }

  private static @Nullable Set<String> texts(List<Value> values) {
    Set<String> texts = new TreeSet<>();
    for (Value value : values) {
      if (!(value instanceof Value.Literal literal && literal.content() instanceof String text)) {
        return null;
      }
      texts.add(text);
    }
    return texts;
  }

  /**
   * Comparisons of a column with a number of which each is enough, where some columns hold what is
   * demanded of them.
   */
  static List<Limit> enough(Test test, Set<String> given) {
    if (test instanceof Test.And all) {
      List<Test> others =
          all.parts().stream()
              .filter(part -> part instanceof Test.And || !isDemand(part, given))
              .toList();
      // What is demanded is met, so if one part is left it decides.
      return others.size() == 1 ? enough(others.get(0), given) : List.of();
    }
    if (test instanceof Test.Or one) {
      List<Limit> limits = new ArrayList<>();
      one.parts().forEach(part -> limits.addAll(enough(part, Set.of())));
      return limits;
    }
    return limit(test).map(List::of).orElse(List.of());
  }

  private static boolean isDemand(Test test, Set<String> columns) {
    return columns.stream().anyMatch(column -> demanded(test, column) != null);
  }

  /** A comparison of a column with a number. */
  static Optional<Limit> limit(Node node) {
    return node instanceof Test.Comparison comparison
            && comparison.left() instanceof Value.Named column
            && comparison.right() instanceof Value.NumberLiteral literal
        ? Optional.of(new Limit(column.name(), comparison.operator().sign, literal.number()))
        : Optional.empty();
  }
}
