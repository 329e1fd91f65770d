package io.winnow.corpus.condition;

import org.jspecify.annotations.Nullable;

/** A value fitted to the rows of a schema: what it is for a row, or that it is missing there. */
sealed interface Fitted {
  Type type();

  boolean isMissing(@Nullable Object[] row);

  /** A number; not a number where it is missing. */
  @FunctionalInterface
  non-sealed interface Number extends Fitted {
    double of(@Nullable Object[] row);

    @Override
    default Type type() {
      return Type.NUMBER;
    }

    @Override
    default boolean isMissing(@Nullable Object[] row) {
      return Double.isNaN(of(row));
    }
  }

  /** A text; null where it is missing. */
  @FunctionalInterface
  non-sealed interface Text extends Fitted {
    @Nullable String of(@Nullable Object[] row);

    @Override
    default Type type() {
      return Type.TEXT;
    }

    @Override
    default boolean isMissing(@Nullable Object[] row) {
      return of(row) == null;
    }
  }

  /** True or false; null where it is missing. */
  @FunctionalInterface
  non-sealed interface Truth extends Fitted {
    @Nullable Boolean of(@Nullable Object[] row);

    @Override
    default Type type() {
      return Type.TRUTH;
    }

    @Override
    default boolean isMissing(@Nullable Object[] row) {
      return of(row) == null;
    }
  }

  /** Something of which only that it is there can be known. */
  @FunctionalInterface
  non-sealed interface Opaque extends Fitted {
    @Override
    default Type type() {
      return Type.OPAQUE;
    }
  }
}
