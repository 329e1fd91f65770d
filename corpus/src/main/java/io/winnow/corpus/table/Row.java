package io.winnow.corpus.table;

import org.jspecify.annotations.Nullable;

/**
 * One row of a table, of several tables side by side, or of a block on its way between workers. Its
 * values are asked for by column.
 *
 * @param schema of its columns
 * @param values one for each column, in the schema's order; not copied
 */
public record Row(Schema schema, @Nullable Object[] values) {
  /**
   * The value of a column.
   *
   * @throws IllegalStateException if it is missing
   * @throws IllegalArgumentException if there is no such column
   */
  public <T> T get(Column<T> column) {
    T value = getOrNull(column);
    if (value == null) {
      throw new IllegalStateException("a row has no value of " + column.name());
    }
    return value;
  }

  /**
   * The value of a column, or null where it is missing.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  @SuppressWarnings("unchecked") // the type of a column is that of its values
  public <T> @Nullable T getOrNull(Column<T> column) {
    return (T) values[indexOf(column)];
  }

  /** Whether a column has a value. */
  public boolean has(Column<?> column) {
    return values[indexOf(column)] != null;
  }

  /** Whether a column says yes; what is missing says no. */
  public boolean is(Column<Boolean> column) {
    return Boolean.TRUE.equals(values[indexOf(column)]);
  }

  /** The value at a place that {@link Schema#indexOf} gave, or null where it is missing. */
  public @Nullable Object value(int place) {
    return values[place];
  }

  private int indexOf(Column<?> column) {
    var columns = schema.columns();
    // Nearly always the very constants that the schema is made of.
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) == column) {
        return i;
      }
    }
    int place = schema.indexOf(column.name());
    if (columns.get(place).type() != column.type()) {
      throw new IllegalArgumentException(
          column.name() + " holds " + columns.get(place).type() + ", not " + column.type());
    }
    return place;
  }
}
