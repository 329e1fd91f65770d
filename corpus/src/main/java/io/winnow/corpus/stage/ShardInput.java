package io.winnow.corpus.stage;

import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
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
    Shard of = table.shape() == Table.Shape.FIRST_SHARD ? first : shard;
    return TableReader.open(folder, of.name(), table.columns(columns));
  }
}
