package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Walks along a shard's list of members, which is sorted by row. */
final class MemberCursor implements AutoCloseable {
  private final String table;
  private final String shard;
  private final TableReader reader;
  private @Nullable Row next;

  /**
   * @param members with the columns {@link Table#ROW} and {@link DecisionTables#CLUSTER}
   */
  MemberCursor(CorpusFolder folder, Table members, String shard) throws IOException {
    this.table = members.name();
    this.shard = shard;
    reader = TableReader.open(folder, shard, members.columns(Table.ROW, DecisionTables.CLUSTER));
    next = reader.row();
  }

  /** The group of a row, or null if it has none; rows are asked for in ascending order. */
  @Nullable DocumentId group(long row) throws IOException {
    Row member = next;
    if (member == null || member.get(Table.ROW) != row) {
      return null;
    }
    next = reader.row();
    return member.get(DecisionTables.CLUSTER);
  }

  /** Fails if a member was not met, because the list is not sorted or belongs to other rows. */
  void requireEnd() throws IOException {
    Row member = next;
    if (member != null) {
      throw new IOException(
          table
              + " of shard "
              + shard
              + " names row "
              + member.get(Table.ROW)
              + ", out of order or not there");
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
