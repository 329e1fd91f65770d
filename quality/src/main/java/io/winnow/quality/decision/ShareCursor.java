package io.winnow.quality.decision;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Walks along a shard's list of what its documents share with benchmarks, sorted by row. */
final class ShareCursor implements AutoCloseable {
  private final double limit;
  private final @Nullable TableReader reader;
  private @Nullable Object @Nullable [] next;

  private ShareCursor(double limit, @Nullable TableReader reader) throws IOException {
    this.limit = limit;
    this.reader = reader;
    this.next = reader == null ? null : reader.next();
  }

  /** The cursor of a shard; nothing is contaminated where nobody looked. */
  static ShareCursor open(CorpusFolder folder, String shard, Policy policy) throws IOException {
    Double limit = policy.contaminatedShare();
    return limit == null
        ? new ShareCursor(1, null)
        : new ShareCursor(
            limit,
            TableReader.open(
                folder.table("contamination", shard), List.of("row", "share", "whole")));
  }

  /**
   * Whether a row shares enough with one item, or consists of little else; rows are asked for in
   * ascending order.
   */
  boolean isContaminated(long row) throws IOException {
    boolean contaminated = false;
    while (reader != null && next != null && (Long) Objects.requireNonNull(next[0]) == row) {
      contaminated |= (Double) Objects.requireNonNull(next[1]) >= limit;
      contaminated |= Boolean.TRUE.equals(next[2]);
      next = reader.next();
    }
    return contaminated;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
