package io.winnow.corpus.stage;

import io.winnow.corpus.RowId;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * The tables of one shard.
 *
 * @param folder of the run
 * @param shard whose tables they are
 * @param first shard of the corpus, where tables of {@link Table.Shape#FIRST_SHARD} have their rows
 * @param earlier whether what is to be written is there already, computed from the same rows by the
 *     same code and settings under another mask, so that its rows may be copied
 */
public record ShardInput(CorpusFolder folder, Shard shard, Shard first, boolean earlier)
    implements Serializable {

  /** Takes a row. */
  @FunctionalInterface
  public interface RowTaker {
    void take(Row row) throws IOException;
  }

  /** Takes a row and its number in the shard. */
  @FunctionalInterface
  public interface DocumentTaker {
    void take(long number, Row row) throws IOException;
  }

  /** Goes through columns of aligned tables side by side, a row for each document. */
  public void forEach(List<Columns> columns, DocumentTaker taker) throws IOException {
    try (AlignedRows rows = aligned(columns)) {
      long number = 0;
      for (Row row = rows.row(); row != null; row = rows.row()) {
        taker.take(number++, row);
      }
    }
  }

  /** The same where numbers of rows do not matter. */
  public void forEach(List<Columns> columns, RowTaker taker) throws IOException {
    forEach(columns, (number, row) -> taker.take(row));
  }

  /** Goes through columns of one table. */
  public void forEach(Columns columns, RowTaker taker) throws IOException {
    try (TableReader rows = open(columns)) {
      for (Row row = rows.row(); row != null; row = rows.row()) {
        taker.take(row);
      }
    }
  }

  /** Where a document lies, by the number of its row. */
  public long rowId(long number) {
    return RowId.of(shard.number(), Math.toIntExact(number));
  }

  /** Columns of aligned tables side by side, a row for each document. */
  public AlignedRows aligned(Columns... columns) throws IOException {
    return AlignedRows.open(folder, shard.name(), List.of(columns));
  }

  /** Columns of aligned tables side by side, a row for each document. */
  public AlignedRows aligned(List<Columns> columns) throws IOException {
    return AlignedRows.open(folder, shard.name(), columns);
  }

  /** Columns of one table. */
  public TableReader list(Table table, Column<?>... columns) throws IOException {
    return open(table.columns(columns));
  }

  private TableReader open(Columns columns) throws IOException {
    Shard of = columns.table().shape() == Table.Shape.FIRST_SHARD ? first : shard;
    return TableReader.open(folder, of.name(), columns);
  }
}
