package io.winnow.quality.decision;

import io.winnow.corpus.documents.ContaminationTable;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Walks along a shard's list of what its documents share with benchmarks, sorted by row. */
final class ShareCursor implements AutoCloseable {
  private final double limit;
  private final @Nullable TableReader reader;
  private @Nullable Row next;

  private ShareCursor(double limit, @Nullable TableReader reader) throws IOException {
    this.limit = limit;
    this.reader = reader;
    this.next = reader == null ? null : reader.row();
  }

  /** The cursor of a shard; nothing is contaminated where nobody looked. */
  static ShareCursor open(CorpusFolder folder, String shard, @Nullable Contaminated contaminated)
      throws IOException {
    return contaminated == null
        ? new ShareCursor(1, null)
        : new ShareCursor(
            contaminated.share(),
            TableReader.open(
                folder,
                shard,
                ContaminationTable.CONTAMINATION.columns(
                    Table.ROW, ContaminationTable.SHARE, ContaminationTable.WHOLE)));
  }

  /**
   * Whether a row shares enough with one item, or consists of little else; rows are asked for in
   * ascending order.
   */
  boolean isContaminated(long row) throws IOException {
    boolean contaminated = false;
    while (reader != null && next != null && next.get(Table.ROW) == row) {
      contaminated |= next.get(ContaminationTable.SHARE) >= limit;
      contaminated |= next.is(ContaminationTable.WHOLE);
      next = reader.row();
    }
    return contaminated;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
