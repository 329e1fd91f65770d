package io.winnow.dedup.sketch;

import java.util.Arrays;

/**
 * MinHash by Fast Similarity Sketching [1]. In a round every shingle falls into one bucket of as
 * many as a signature has numbers, and each bucket takes the smallest hash that fell into it. A
 * long text fills all in the first round; buckets that stay empty are filled by further ones, in
 * which shingles fall elsewhere. Each number is a fair estimate at every length, and together they
 * are better than those of independent hash functions, since no shingle fills two buckets of a
 * round.
 *
 * <p>Time: a few operations a shingle for long texts, and for short ones about as many as a
 * signature has numbers, times their logarithm, in all.
 *
 * <p>[1] Dahlgaard, Knudsen, Thorup: Fast Similarity Sketching, FOCS 2017, algorithm 1.
 */
final class FastSketch {
  private final long[] smallest;
  private final boolean[] filled;

  FastSketch(MinHashParameters parameters) {
    this.smallest = new long[parameters.hashes()];
    this.filled = new boolean[parameters.hashes()];
  }

  /**
   * The signature of some shingles, one number for each hash.
   *
   * @param count of them, at least 1
   */
  long[] of(long[] shingles, int count) {
    int buckets = smallest.length;
    Arrays.fill(smallest, Long.MAX_VALUE);
    Arrays.fill(filled, false);
    for (int i = 0; i < count; i++) {
      long hash = shingles[i];
      int bucket = bucket(hash, buckets);
      smallest[bucket] = Math.min(smallest[bucket], hash);
    }
    int empty = note();
    for (int round = 1; empty > 0; round++) {
      for (int i = 0; i < count; i++) {
        long hash = Hashes.mix(shingles[i] + round);
        // After that many rounds chance has had its turn: each empty bucket gets all shingles.
        int bucket = round < buckets ? bucket(hash, buckets) : round - buckets;
        if (!filled[bucket]) {
          smallest[bucket] = Math.min(smallest[bucket], hash);
        }
      }
      empty = note();
    }
    return smallest.clone();
  }

  /** By the high bits of a hash. */
  private static int bucket(long hash, int buckets) {
    return (int) ((hash >>> 32) * buckets >>> 32);
  }

  /** Closes the buckets that a round has filled; gives how many are empty. */
  private int note() {
    int empty = 0;
    for (int i = 0; i < smallest.length; i++) {
      filled[i] = smallest[i] != Long.MAX_VALUE;
      empty += filled[i] ? 0 : 1;
    }
    return empty;
  }
}
