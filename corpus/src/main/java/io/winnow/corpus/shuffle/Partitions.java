package io.winnow.corpus.shuffle;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Shard;
import java.io.Serializable;
import java.util.List;

/**
 * Into how many partitions rows are dealt, so that one partition fits a worker.
 *
 * @param count at least 1
 */
public record Partitions(int count) implements Serializable {
  /** Fewer would leave workers of a small cluster without work. */
  private static final int LEAST = 16;

  /** As many as leave about {@code each} of {@code rows} rows in one. */
  public static Partitions of(long rows, long each) {
    return new Partitions((int) Math.max(LEAST, rows / each + 1));
  }

  /** The same for the documents of all shards. */
  public static Partitions ofDocuments(List<Shard> shards, long each) {
    return of(shards.stream().mapToLong(Shard::rows).sum(), each);
  }

  /** The partition of what has this id or digest. */
  public int of(DocumentId id) {
    return of(id.low());
  }

  /** The partition of what has this hash, all of whose bits are mixed well. */
  public int of(long hash) {
    return (int) Long.remainderUnsigned(hash, count);
  }
}
