package io.winnow.corpus.table;

import io.winnow.corpus.table.Table.Columns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns of several aligned tables of one shard side by side, as one row of all their
 * columns. Aligned tables have one row per document in the shard's order, so nothing is joined.
 */
public final class AlignedRows implements AutoCloseable {
  private final String shard;
  private final List<TableReader> readers = new ArrayList<>();
  private final Schema schema;

  private AlignedRows(CorpusFolder folder, String shard, List<Columns> wanted) throws IOException {
    this.shard = shard;
    List<Column<?>> columns = new ArrayList<>();
    try {
      for (Columns of : wanted) {
        if (!of.columns().isEmpty()) {
          readers.add(TableReader.open(folder, shard, of));
          columns.addAll(of.columns());
        }
      }
      this.schema = new Schema(columns);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens the tables of a shard.
   *
   * @param wanted columns with different names, at least one in all
   */
  public static AlignedRows open(CorpusFolder folder, String shard, List<Columns> wanted)
      throws IOException {
    return new AlignedRows(folder, shard, wanted);
  }

  /** The columns of its rows: those of all tables in the order asked for. */
  public Schema schema() {
    return schema;
  }

  /** The next row, or null after the last. */
  public @Nullable Row row() throws IOException {
    @Nullable Object[] all = new @Nullable Object[schema.size()];
    int at = 0;
    int ended = 0;
    for (TableReader reader : readers) {
      @Nullable Object[] row = reader.next();
      if (row == null) {
        ended++;
      } else {
        System.arraycopy(row, 0, all, at, row.length);
        at += row.length;
      }
    }
    if (ended == 0) {
      return new Row(schema, all);
    }
    if (ended < readers.size()) {
      throw new IOException("the tables of shard " + shard + " differ in their number of rows");
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    for (TableReader reader : readers) {
      reader.close();
    }
  }
}
