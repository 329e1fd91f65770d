package io.winnow.dedup.repeats;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.BitSet;

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
  static RepeatedParts read(ShardInput from, Table list) throws IOException {
    RepeatedParts repeated = new RepeatedParts();
    from.forEach(
        list.columns(FindRepeats.PART, FindRepeats.KEPT_ROW),
        row -> {
          DocumentId part = row.get(FindRepeats.PART);
          Long kept = row.getOrNull(FindRepeats.KEPT_ROW);
          repeated.parts.add(part.high(), part.low(), 0, 0, kept == null ? -1 : kept, 1, 1);
        });
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
