package io.winnow.corpus.table;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists of clusters: a row for each member, with the columns {@code row, id, survivor}. */
public final class ClusterLists {
  private ClusterLists() {}

  /** The rows of a shard whose documents go for another one: of all members but survivors. */
  public static Set<Long> losers(CorpusFolder folder, String list, Shard shard) throws IOException {
    Set<Long> losers = new HashSet<>();
    try (TableReader reader =
        TableReader.open(folder.table(list, shard.name()), List.of("row", "id", "survivor"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        if (!Objects.requireNonNull(row[1]).equals(row[2])) {
          losers.add((Long) row[0]);
        }
      }
    }
    return losers;
  }
}
