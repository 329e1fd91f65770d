package io.winnow.corpus.condition;

import io.winnow.corpus.table.Row;
import java.util.SortedSet;
import java.util.function.Predicate;

/**
 * A condition that knows where in a row its columns stand.
 *
 * @param test of a row of the schema it was bound to
 * @param columns that it looks at, sorted
 */
public record BoundCondition(Predicate<Row> test, SortedSet<String> columns) {
  /** Whether it holds for a row of the schema it was bound to. */
  public boolean test(Row row) {
    return test.test(row);
  }
}
