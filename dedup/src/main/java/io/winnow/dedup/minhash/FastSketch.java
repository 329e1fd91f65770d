package io.winnow.dedup.minhash;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * MinHash by Fast Similarity Sketching [1]. In a round every shingle falls into one bucket of as
 * many as a signature has numbers, and each bucket takes the smallest hash that fell into it. A
 * long text fills all in the first round; buckets that stay empty are filled by further ones, in
 * which shingles fall elsewhere. Each number is a fair estimate at every length, and together they
 * are better than those of independent hash functions, since no shingle fills two buckets of a
 * round.
 *
 * <p>The shingles are those of Lucene's chain: several {@link Words} in a row; a text of fewer
 * words than a shingle is one shingle. Time: a few operations a shingle for long texts, and for
 * short ones about as many as a signature has numbers, times their logarithm, in all.
 *
 * <p>[1] Dahlgaard, Knudsen, Thorup: Fast Similarity Sketching, FOCS 2017, algorithm 1.
 */
final class FastSketch implements MinHash {
  /** A power of any odd number serves: what is rolled is mixed before it is used. */
  private static final long BASE = 0xD1342543DE82EF95L;

  private final MinHashParameters parameters;
  private final Words words = new Words();
  private final long[] smallest;
  private final boolean[] filled;
  private long[] shingles = new long[1024];

  FastSketch(MinHashParameters parameters) {
    this.parameters = parameters;
    this.smallest = new long[parameters.hashes()];
    this.filled = new boolean[parameters.hashes()];
  }

  @Override
  public long @Nullable [] of(String text) {
    words.read(text);
    if (words.count() == 0) {
      return null;
    }
    int count = roll();
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

  /** Hashes of all shingles, each from the one before; gives how many there are. */
  private int roll() {
    long[] hashes = words.hashes();
    int count = words.count();
    int size = Math.min(parameters.shingle(), count);
    if (shingles.length < count) {
      shingles = new long[count + count / 2];
    }
    long power = 1; // of the base, for the word that leaves
    long rolled = 0;
    for (int i = 0; i < size; i++) {
      power *= BASE;
      rolled = rolled * BASE + hashes[i];
    }
    shingles[0] = Hashes.mix(rolled);
    for (int i = size; i < count; i++) {
      rolled = rolled * BASE + hashes[i] - hashes[i - size] * power;
      shingles[i - size + 1] = Hashes.mix(rolled);
    }
    return count - size + 1;
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
