package io.winnow.quality.grade;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The documents that go because another one, which is preferred, says the same. */
public final class SemanticLosses {
  /** Name of the list that says so. */
  public static final String TABLE = "clusters_semantic";

  private SemanticLosses() {}

  /** Their rows in a shard. */
  public static Set<Long> read(CorpusFolder folder, Shard shard) throws IOException {
    Set<Long> gone = new HashSet<>();
    try (TableReader reader =
        TableReader.open(folder.table(TABLE, shard.name()), List.of("row", "id", "survivor"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        if (!Objects.requireNonNull(row[1]).equals(row[2])) {
          gone.add((Long) row[0]);
        }
      }
    }
    return gone;
  }
}
