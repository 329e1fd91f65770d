package io.winnow.corpus.condition;

import io.winnow.corpus.table.Row;
import java.util.SortedSet;
import java.util.function.Predicate;

/** A condition that knows where in a row its columns stand. */
public final class BoundCondition {
  private final Predicate<Row> test;
  private final SortedSet<String> columns;

  BoundCondition(Predicate<Row> test, SortedSet<String> columns) {
    this.test = test;
    this.columns = columns;
  }

  /** Whether it holds for a row of the schema it was bound to. */
  public boolean test(Row row) {
    return test.test(row);
  }

  /** The columns that it looks at, sorted. */
  public SortedSet<String> columns() {
    return columns;
  }
}
