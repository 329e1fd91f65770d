package io.winnow.dedup.words;

import java.util.Arrays;

/**
 * Hashes of so many words in a row, each from the sums of what comes before: {@code sum(i + n) -
 * sum(i) * base^n}, modulo 2^64. One pass over the words serves every length.
 */
public final class WordRows {
  /** Odd, so that no word falls out of a hash; otherwise without meaning. */
  private static final long BASE = 0x9E3779B97F4A7C15L;

  private long[] sums = new long[1024];
  private int count;

  public void read(NormalizedWords words) {
    count = words.count();
    if (sums.length <= count) {
      sums = Arrays.copyOf(sums, Math.max(count + 1, 2 * sums.length));
    }
    for (int i = 0; i < count; i++) {
      sums[i + 1] = sums[i] * BASE + words.hash(i);
    }
  }

  /** Rows of a length there are. */
  public int count(int length) {
    return Math.max(0, count - length + 1);
  }

  /**
   * The hash of a row.
   *
   * @param power {@link #power} of the length
   */
  public long hash(int first, int length, long power) {
    long hash = sums[first + length] - sums[first] * power;
    return hash ^ hash >>> 29;
  }

  /** BASE to the power of a length. */
  public static long power(int length) {
    long power = 1;
    for (int i = 0; i < length; i++) {
      power *= BASE;
    }
    return power;
  }
}
