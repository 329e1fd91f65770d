package io.winnow.corpus.run;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
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
   * @throws io.winnow.corpus.table.ConditionException if {@code where} does not fit the table
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

  /** Takes a row of several tables. */
  @FunctionalInterface
  interface AlignedVisitor {
    void visit(@Nullable Object[] row) throws IOException;
  }

  /**
   * Meets the documents in order, each as one row of several aligned tables.
   *
   * @param columns of the tables, in this order
   */
  default void visitAligned(List<Columns> columns, AlignedVisitor visitor) throws IOException {
    for (Shard shard : shards()) {
      try (AlignedReader rows = AlignedReader.open(folder(), shard.name(), columns)) {
        for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
          visitor.visit(row);
        }
      }
    }
  }
}
