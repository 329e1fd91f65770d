package io.winnow.corpus.condition;

import io.winnow.corpus.table.Row;
import org.jspecify.annotations.Nullable;

/** A value fitted to the rows of a schema: what it is for a row, or that it is missing there. */
sealed interface Fitted {
  Type type();

  boolean isMissing(Row row);

  /** A number; not a number where it is missing. */
  @FunctionalInterface
  non-sealed interface Number extends Fitted {
    double of(Row row);

    @Override
    default Type type() {
      return Type.NUMBER;
    }

    @Override
    default boolean isMissing(Row row) {
      return Double.isNaN(of(row));
    }
  }

  /** What is no number: a {@link String}, a {@link Boolean}, or something opaque. */
  record Thing(Type type, Getter getter) implements Fitted {
    @Nullable Object of(Row row) {
      return getter.of(row);
    }

    @Override
    public boolean isMissing(Row row) {
      return of(row) == null;
    }
  }

  /** Gives a value of a row; null where it is missing. */
  @FunctionalInterface
  interface Getter {
    @Nullable Object of(Row row);
  }
}
