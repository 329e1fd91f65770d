package io.winnow.dedup.repeats;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a shard knows of the repeated parts that it has, while its documents are met in their order.
 *
 * <p>Memory: 64 bytes a repeated part.
 */
final class RepeatedParts {
  private final PartCounts parts = new PartCounts();
  private final BitSet met = new BitSet();

  static RepeatedParts none() {
    return new RepeatedParts();
  }

  /** Reads the list of a shard. */
  static RepeatedParts read(CorpusFolder folder, Shard shard, String list) throws IOException {
    RepeatedParts repeated = new RepeatedParts();
    try (TableReader reader =
        TableReader.open(folder.table(list, shard.name()), List.of("part", "kept_row"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        DocumentId part = (DocumentId) Objects.requireNonNull(row[0]);
        long kept = row[1] == null ? -1 : (Long) row[1];
        repeated.parts.add(part.high(), part.low(), 0, 0, kept, 1, 1);
      }
    }
    return repeated;
  }

  /** The number of a repeated part; -1 if it is none. */
  int find(long high, long low) {
    return parts.find(high, low);
  }

  /** Whether this copy stays, which is the first one in the preferred document. */
  boolean stays(int part, long row) {
    if (parts.rowId(part) != row || met.get(part)) {
      return false;
    }
    met.set(part);
    return true;
  }
}
