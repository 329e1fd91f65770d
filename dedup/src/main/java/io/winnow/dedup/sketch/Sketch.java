package io.winnow.dedup.sketch;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The smallest hashes of a text's set of shingles (a bottom-k sketch [1]), by which candidates are
 * compared. A text of fewer than {@value #SIZE} different shingles is there whole, and so the
 * similarity of two such texts is exact. Of longer ones the {@value #SIZE} smallest hashes of the
 * union are a sample of it, and the share that both have is off by {@code sqrt(s (1 - s) / SIZE)}
 * in one standard deviation: 0.013 at a similarity of 0.8.
 *
 * <p>Hashes have 32 bits: two texts of a thousand shingles share one by chance once in four
 * thousand times.
 *
 * <p>[1] Cohen, Kaplan: Summarizing data using bottom-k sketches, PODC 2007.
 */
public final class Sketch {
  /** Hashes in a sketch at most: 4 KB. */
  public static final int SIZE = 1024;

  private static final int CROWD = 64;

  private Sketch() {}

  /**
   * The sketch of some hashes, in ascending order, each once.
   *
   * @param hashes of 64 evenly distributed bits, of which the upper ones are used
   * @param count how many of them, at least 1
   */
  public static int[] of(long[] hashes, int count) {
    int[] smallest = new int[Math.min(count, 4 * SIZE)];
    // Twice as many as are wanted lie below such a limit; more if shingles are repeated.
    for (double share = 2.0 * SIZE / count; ; share *= 2) {
      int limit =
          share >= 1 ? Integer.MAX_VALUE : (int) (Integer.MIN_VALUE + Math.scalb(share, 32));
      int found = 0;
      for (int i = 0; i < count; i++) {
        int hash = (int) (hashes[i] >> 32);
        if (hash <= limit) {
          if (found == smallest.length) {
            found = distinct(smallest, found, limit);
            if (2 * found > smallest.length) {
              smallest = Arrays.copyOf(smallest, 2 * smallest.length);
            }
          }
          smallest[found++] = hash;
        }
      }
      found = distinct(smallest, found, limit);
      if (found >= SIZE || limit == Integer.MAX_VALUE) {
        return Arrays.copyOf(smallest, Math.min(found, SIZE));
      }
    }
  }

  /** Sorts the first numbers of an array and leaves each once; gives how many are left. */
  private static int distinct(int[] values, int count, int limit) {
    sort(values, count, limit);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kept == 0 || values[i] != values[kept - 1]) {
        values[kept++] = values[i];
      }
    }
    return kept;
  }

  /**
   * Evenly distributed numbers fall into as many ranges of one width as there are numbers; what is
   * out of order after that is so by a place or two. Numbers that somebody has crowded together are
   * left to the JDK.
   *
   * @param limit the numbers are not above it
   */
  private static void sort(int[] values, int count, int limit) {
    double width = ((double) limit - Integer.MIN_VALUE + 1) / count;
    int[] ends = new int[count + 1];
    for (int i = 0; i < count; i++) {
      ends[range(values[i], width, count)]++;
    }
    int sum = 0;
    int most = 0;
    for (int i = 0; i < count; i++) {
      int here = ends[i];
      ends[i] = sum;
      sum += here;
      most = Math.max(most, here);
    }
    if (most > CROWD) {
      Arrays.sort(values, 0, count);
      return;
    }
    int[] sorted = new int[count];
    for (int i = 0; i < count; i++) {
      sorted[ends[range(values[i], width, count)]++] = values[i];
    }
    for (int i = 0; i < count; i++) {
      int value = sorted[i];
      int to = i;
      for (; to > 0 && values[to - 1] > value; to--) {
        values[to] = values[to - 1];
      }
      values[to] = value;
    }
  }

  private static int range(int value, double width, int ranges) {
    return Math.min(ranges - 1, (int) (((double) value - Integer.MIN_VALUE) / width));
  }

  /** As it is stored: 4 bytes a hash, big end first. */
  public static byte[] bytes(int[] sketch) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * sketch.length);
    bytes.asIntBuffer().put(sketch);
    return bytes.array();
  }

  /**
   * Jaccard similarity of two sets of shingles by their sketches.
   *
   * @param sizeA hashes in the first
   * @param sizeB hashes in the second
   */
  public static double similarity(int[] a, int sizeA, int[] b, int sizeB) {
    // Where one is cut off, only the smallest of the union are known.
    int known = sizeA < SIZE && sizeB < SIZE ? Integer.MAX_VALUE : SIZE;
    int shared = 0;
    int all = 0;
    int i = 0;
    int j = 0;
    while (i < sizeA && j < sizeB && all < known) {
      int first = a[i];
      int second = b[j];
      i += first <= second ? 1 : 0;
      j += second <= first ? 1 : 0;
      shared += first == second ? 1 : 0;
      all++;
    }
    if (known == Integer.MAX_VALUE) {
      all += sizeA - i + sizeB - j;
    } else {
      all = Math.min(known, all + sizeA - i + sizeB - j);
    }
    return all == 0 ? 0 : (double) shared / all;
  }
}
