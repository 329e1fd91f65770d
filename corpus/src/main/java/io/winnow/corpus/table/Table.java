package io.winnow.corpus.table;

import static io.winnow.corpus.Require.require;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * A table of a run: one file for each shard.
 *
 * @param name that of its folder
 * @param schema of its files
 * @param shape what its rows are
 */
public record Table(String name, Schema schema, Shape shape) implements Serializable {
  /** The row of its document in the shard; the first column of lists that tell of documents. */
  public static final Column<Long> ROW = Column.number("row", "row in the shard");

  /** What the rows of a table are. */
  public enum Shape {
    /** One for each document of the shard, in its order. */
    ALIGNED,
    /** Any number, in an order of their own. */
    LIST,
    /** Any number, all in the first shard: they tell of the whole corpus. */
    FIRST_SHARD
  }

  /** A table with a row for each document. */
  public static Table aligned(String name, Column<?>... columns) {
    return new Table(name, Schema.of(columns), Shape.ALIGNED);
  }

  /** A table with any number of rows in a shard. */
  public static Table list(String name, Column<?>... columns) {
    return new Table(name, Schema.of(columns), Shape.LIST);
  }

  /** A table whose rows are all in the first shard. */
  public static Table inFirstShard(String name, Column<?>... columns) {
    return new Table(name, Schema.of(columns), Shape.FIRST_SHARD);
  }

  public boolean isAligned() {
    return shape == Shape.ALIGNED;
  }

  /**
   * The columns of its rows on their way to the writer of a shard, sorted by all of them. Rows of
   * aligned tables bring their place in the shard, which the file does without.
   */
  public Schema packed() {
    return isAligned() ? Schema.of(ROW).and(schema) : schema;
  }

  /** Its file of a shard, as it is written. */
  public ResourceId file(CorpusFolder folder, String shard) {
    return folder.table(name, shard);
  }

  /** Some of its columns, to be read beside those of other tables. */
  public Columns columns(Column<?>... columns) {
    return new Columns(this, List.of(columns));
  }

  /** The same for columns by their names. */
  public Columns columns(List<String> names) {
    return new Columns(this, schema.select(names).columns());
  }

  /**
   * Some columns of a table.
   *
   * @param columns any number; each is one of the table's
   */
  public record Columns(Table table, List<Column<?>> columns) implements Serializable {
    public Columns {
      columns = List.copyOf(columns);
      for (Column<?> column : columns) {
        require(
            table.schema.has(column.name())
                && table.schema.column(column.name()).type() == column.type(),
            "%s has no column %s of this type; there are %s",
            table.name,
            column.name(),
            table.schema.names());
      }
    }
  }
}
