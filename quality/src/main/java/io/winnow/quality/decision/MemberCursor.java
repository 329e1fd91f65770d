package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Walks along a shard's list of members, which is sorted by row. */
final class MemberCursor implements AutoCloseable {
  private final String table;
  private final String shard;
  private final TableReader reader;
  private @Nullable Object @Nullable [] next;

  MemberCursor(CorpusFolder folder, String table, String shard) throws IOException {
    this.table = table;
    this.shard = shard;
    reader = TableReader.open(folder.table(table, shard), List.of("row", "cluster"));
    next = reader.next();
  }

  /** The group of a row, or null if it has none; rows are asked for in ascending order. */
  @Nullable DocumentId group(long row) throws IOException {
    @Nullable Object[] member = next;
    if (member == null || (Long) Objects.requireNonNull(member[0]) != row) {
      return null;
    }
    next = reader.next();
    return (DocumentId) member[1];
  }

  /** Fails if a member was not met, because the list is not sorted or belongs to other rows. */
  void requireEnd() throws IOException {
    @Nullable Object[] member = next;
    if (member != null) {
      throw new IOException(
          table + " of shard " + shard + " names row " + member[0] + ", out of order or not there");
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
