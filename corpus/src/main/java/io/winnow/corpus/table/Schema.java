package io.winnow.corpus.table;

import static io.winnow.corpus.Require.require;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns of a table, in order.
 *
 * @param columns at least one, with different names
 */
public record Schema(List<Column<?>> columns) implements Serializable {
  public Schema {
    columns = List.copyOf(columns);
    require(!columns.isEmpty(), "a table has at least one column");
    Set<String> names = new HashSet<>();
    for (Column<?> column : columns) {
      require(names.add(column.name()), "two columns are called %s", column.name());
    }
  }

  public static Schema of(Column<?>... columns) {
    return new Schema(List.of(columns));
  }

  public int size() {
    return columns.size();
  }

  public List<String> names() {
    return columns.stream().<String>map(Column::name).toList();
  }

  public boolean has(String name) {
    return columns.stream().anyMatch(column -> column.name().equals(name));
  }

  /**
   * Position of a column.
   *
   * @throws IllegalArgumentException naming the columns there are, if {@code name} is none of them
   */
  public int indexOf(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no column " + name + "; there are " + names());
  }

  /** The column of a name, as {@link #indexOf} finds it. */
  public Column<?> column(String name) {
    return columns.get(indexOf(name));
  }

  /** Some of the columns, in the order of {@code names}. */
  public Schema select(List<String> names) {
    return new Schema(names.stream().<Column<?>>map(this::column).toList());
  }

  /** All columns but some. */
  public Schema without(Column<?>... others) {
    return new Schema(
        columns.stream().filter(column -> !List.of(others).contains(column)).toList());
  }

  /** These columns, then others. */
  public Schema and(Schema others) {
    List<Column<?>> all = new ArrayList<>(columns);
    all.addAll(others.columns);
    return new Schema(all);
  }

  /** These columns, then others. */
  public Schema and(Column<?>... others) {
    return and(Schema.of(others));
  }
}
