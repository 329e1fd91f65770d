package io.winnow.corpus.table;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists of clusters: a row for each member, with the columns {@code row} and {@code kept}. */
public final class ClusterLists {
  private ClusterLists() {}

  /** The rows of a shard whose documents go for another one: of all members but survivors. */
  public static Set<Long> losers(CorpusFolder folder, String list, Shard shard) throws IOException {
    Set<Long> losers = new HashSet<>();
    try (TableReader reader =
        TableReader.open(folder.table(list, shard.name()), List.of("row", "kept"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        if (!Boolean.TRUE.equals(row[1])) {
          losers.add((Long) row[0]);
        }
      }
    }
    return losers;
  }
}
