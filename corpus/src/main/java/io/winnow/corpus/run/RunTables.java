package io.winnow.corpus.run;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a finished run. Every row of every table has the column {@code id}: where a table
 * does not hold it, it is that of the row's document.
 */
public interface RunTables {
  /** Where the tables lie. */
  CorpusFolder folder();

  /** The shards in their order. */
  List<Shard> shards();

  /** Names of the tables, those of mixtures last. */
  List<String> tables();

  /** Whether there is such a table. */
  boolean has(String table);

  /** What a person wants to see of a table: all but texts, tokens and raw bytes. */
  List<String> readableColumns(String table) throws IOException;

  /** Takes a row; says whether to go on. */
  @FunctionalInterface
  interface RowVisitor {
    boolean visit(@Nullable Object[] row) throws IOException;
  }

  /**
   * Meets the rows of a table, shard by shard in their order.
   *
   * @param columns of each row, in this order
   * @param where holds for the rows to be met; null for all
   * @throws io.winnow.corpus.condition.ConditionException if {@code where} does not fit the table
   */
  void visit(String table, List<String> columns, @Nullable Condition where, RowVisitor visitor)
      throws IOException;

  /** Takes a document's row. */
  @FunctionalInterface
  interface DocumentVisitor {
    void visit(DocumentId id, @Nullable Object[] row) throws IOException;
  }

  /** Meets some documents; of shards that hold none of them, ids alone are read. */
  void visitDocuments(Set<DocumentId> wanted, List<String> columns, DocumentVisitor visitor)
      throws IOException;

  /** Whether there is such a table. */
  default boolean has(Table table) {
    return has(table.name());
  }

  /** Takes a row. */
  @FunctionalInterface
  interface RowTaker {
    void take(Row row) throws IOException;
  }

  /**
   * Meets the rows of a table, shard by shard in their order.
   *
   * @param columns of each row: of the table, and {@code id}
   */
  default void visit(Table table, List<Column<?>> columns, RowTaker taker) throws IOException {
    Schema schema = new Schema(columns);
    visit(
        table.name(),
        schema.names(),
        null,
        row -> {
          taker.take(new Row(schema, row));
          return true;
        });
  }

  /**
   * Meets the documents in order, each as one row of several aligned tables.
   *
   * @param columns of the tables
   */
  default void visitAligned(List<Columns> columns, RowTaker taker) throws IOException {
    for (Shard shard : shards()) {
      try (AlignedRows rows = AlignedRows.open(folder(), shard.name(), columns)) {
        for (Row row = rows.row(); row != null; row = rows.row()) {
          taker.take(row);
        }
      }
    }
  }
}
