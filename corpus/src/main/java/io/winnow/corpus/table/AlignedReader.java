package io.winnow.corpus.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns of several aligned tables of one shard side by side, as one row of all their
 * columns. Aligned tables have one row per document in the shard's order, so nothing is joined.
 */
public final class AlignedReader implements AutoCloseable {
  private final String shard;
  private final List<TableReader> readers = new ArrayList<>();
  private final int width;

  private AlignedReader(CorpusFolder folder, String shard, List<Columns> wanted)
      throws IOException {
    this.shard = shard;
    int columns = 0;
    try {
      for (Columns of : wanted) {
        TableReader reader = TableReader.open(folder.table(of.table(), shard), of.names());
        readers.add(reader);
        columns += of.names().size();
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
    this.width = columns;
  }

  /** Some columns of a table. */
  public record Columns(String table, List<String> names) {
    public static Columns of(String table, String... names) {
      return new Columns(table, List.of(names));
    }
  }

  /** Opens the tables of a shard. */
  public static AlignedReader open(CorpusFolder folder, String shard, Columns... wanted)
      throws IOException {
    return open(folder, shard, List.of(wanted));
  }

  /** Opens the tables of a shard. */
  public static AlignedReader open(CorpusFolder folder, String shard, List<Columns> wanted)
      throws IOException {
    return new AlignedReader(folder, shard, wanted);
  }

  /** The next row with the columns of all tables in the order asked for, or null after the last. */
  public @Nullable Object @Nullable [] next() throws IOException {
    @Nullable Object[] all = new @Nullable Object[width];
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
      return all;
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
