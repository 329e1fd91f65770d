package io.winnow.corpus.documents;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Lists of clusters whose members go for a preferred one: a row for each member. Whatever else such
 * a list has, it has these columns.
 */
public final class ClusterLists {
  public static final Column<DocumentId> CLUSTER =
      Column.id("cluster", "smallest document id of the cluster");
  public static final Column<DocumentId> SURVIVOR =
      Column.id("survivor", "the one that is kept for it");
  public static final Column<Long> SIZE = Column.number("size", "documents in the cluster");
  public static final Column<Boolean> KEPT = Column.flag("kept", "whether it is the survivor");

  private ClusterLists() {}

  /** The rows of a shard whose documents go for another one: of all members but survivors. */
  public static Set<Long> losers(CorpusFolder folder, Table list, Shard shard) throws IOException {
    Set<Long> losers = new HashSet<>();
    try (TableReader reader =
        TableReader.open(folder, shard.name(), list.columns(Table.ROW, KEPT))) {
      for (Row row = reader.row(); row != null; row = reader.row()) {
        if (!row.is(KEPT)) {
          losers.add(row.get(Table.ROW));
        }
      }
    }
    return losers;
  }
}
