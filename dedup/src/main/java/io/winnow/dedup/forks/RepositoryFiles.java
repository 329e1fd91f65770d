package io.winnow.dedup.forks;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of one repository while they are gathered: 8 bytes a file, and 60 a shard. */
final class RepositoryFiles {
  private long[] digests = new long[16];
  private int size;
  private long latest = Long.MIN_VALUE;
  private final SortedMap<Integer, Long> firstRowIds = new TreeMap<>(); // by shard

  /**
   * Adds a file. Half of a digest is enough: two of 10^9 files are equal in it once in 40 corpora.
   *
   * @param digest of its text
   * @param date milliseconds since 1970; null where nothing is known
   * @param rowId where it lies
   */
  void add(DocumentId digest, @Nullable Long date, long rowId) {
    if (size == digests.length) {
      digests = Arrays.copyOf(digests, 2 * size);
    }
    digests[size++] = digest.low();
    latest = date == null ? latest : Math.max(latest, date);
    firstRowIds.merge(RowId.shard(rowId), rowId, Math::min);
  }

  /** Halves of the digests of its different files. */
  long[] different() {
    return Arrays.stream(digests, 0, size).sorted().distinct().toArray();
  }

  /** The latest date; the smallest number where nothing is known. */
  long latest() {
    return latest;
  }

  /** Where its first file in each shard lies, 8 bytes each. */
  byte[] firstRowIds() {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * firstRowIds.size());
    firstRowIds.values().forEach(bytes::putLong);
    return bytes.array();
  }
}
