package io.winnow.corpus.condition;

import org.jspecify.annotations.Nullable;

/** A test fitted to the rows of a schema. */
@FunctionalInterface
interface RowTest {
  boolean holds(@Nullable Object[] row);
}
