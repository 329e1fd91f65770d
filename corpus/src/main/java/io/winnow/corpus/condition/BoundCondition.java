package io.winnow.corpus.condition;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** A condition that knows where in a row its columns stand. */
public final class BoundCondition {
  private final RowTest test;
  private final SortedSet<String> columns;

  BoundCondition(RowTest test, SortedSet<String> columns) {
    this.test = test;
    this.columns = columns;
  }

  /** Whether it holds for a row of the schema it was bound to. */
  public boolean test(@Nullable Object[] row) {
    return test.holds(row);
  }

  /** The columns that it looks at, sorted. */
  public SortedSet<String> columns() {
    return columns;
  }
}
