package io.winnow.dedup.forks;

import io.winnow.corpus.DocumentId;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A repository as a set of files: how many different ones there are, when the latest is from, and
 * the smallest digests of their texts (bottom-k, Cohen and Kaplan 2007), from which what two
 * repositories share is counted, or estimated where one has more files than digests are kept.
 *
 * @param id of the repository
 * @param files different ones
 * @param latest milliseconds since 1970; the smallest number where nothing is known
 * @param digests the smallest, 64 bits of each, in order as unsigned numbers
 */
record RepositorySketch(DocumentId id, long files, long latest, long[] digests)
    implements Comparable<RepositorySketch> {
  /** Digests that are kept. */
  static final int SIZE = 1024;

  private static final int LEAST_SAMPLE = 32;

  /** The preferred one first: most files, then the latest, then the smallest id. */
  @Override
  public int compareTo(RepositorySketch other) {
    int order = Long.compare(other.files, files);
    order = order == 0 ? Long.compare(other.latest, latest) : order;
    return order == 0 ? id.compareTo(other.id) : order;
  }

  /**
   * How many of its different files another repository has. Where one of them has more files than
   * digests are kept, what is true of the digests that both would keep is taken for all; of too few
   * of those, nothing is said: 0.
   */
  long shared(RepositorySketch other) {
    int both = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < digests.length && (theirs < other.digests.length || other.isWhole())) {
      int order =
          theirs == other.digests.length
              ? -1
              : Long.compareUnsigned(digests[mine], other.digests[theirs]);
      both += order == 0 ? 1 : 0;
      mine += order <= 0 ? 1 : 0;
      theirs += order >= 0 ? 1 : 0;
    }
    if (isWhole() && other.isWhole()) {
      return both;
    }
    return mine < LEAST_SAMPLE ? 0 : Math.round((double) both / mine * files);
  }

  private boolean isWhole() {
    return files == digests.length;
  }

  byte[] digestBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * digests.length);
    bytes.asLongBuffer().put(digests);
    return bytes.array();
  }

  static long[] digests(byte[] bytes) {
    long[] digests = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(digests);
    return digests;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RepositorySketch that && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id + " " + files + " " + Arrays.toString(digests);
  }
}
