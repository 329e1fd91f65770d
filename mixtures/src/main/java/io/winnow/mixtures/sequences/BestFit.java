package io.winnow.mixtures.sequences;

import static io.winnow.corpus.Require.require;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Best-fit decreasing: the longest first, each into the fullest bin that still has room for it; a
 * new bin if none has. Ties go to the earlier item and to the bin that was last left with that
 * room. Time: a counting sort, and for each item a look at no more than capacity / 64 words.
 */
final class BestFit {
  private BestFit() {}

  /**
   * Says which bin each item goes into.
   *
   * @param lengths each from 1 to {@code capacity}
   * @return number of a bin for each item, from 0 and without gaps
   */
  static int[] bins(int[] lengths, int capacity) {
    int[] bins = new int[lengths.length];
    // Bins with equal room form a stack: top[room], and below[bin] of each.
    int[] top = new int[capacity + 1];
    Arrays.fill(top, -1);
    int[] below = new int[lengths.length];
    BitSet rooms = new BitSet(capacity + 1);
    int count = 0;
    for (int item : byFallingLength(lengths, capacity)) {
      int length = lengths[item];
      int room = rooms.nextSetBit(length);
      int bin;
      if (room < 0) {
        bin = count++;
        room = capacity;
      } else {
        bin = top[room];
        top[room] = below[bin];
        if (top[room] < 0) {
          rooms.clear(room);
        }
      }
      bins[item] = bin;
      int left = room - length;
      if (left > 0) {
        below[bin] = top[left];
        top[left] = bin;
        rooms.set(left);
      }
    }
    return bins;
  }

  private static int[] byFallingLength(int[] lengths, int capacity) {
    int[] next = new int[capacity + 2];
    for (int length : lengths) {
      require(
          length >= 1 && length <= capacity,
          "an item of %d does not fit into a bin of %d",
          length,
          capacity);
      next[capacity - length + 1]++;
    }
    for (int i = 1; i < next.length; i++) {
      next[i] += next[i - 1];
    }
    int[] order = new int[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      order[next[capacity - lengths[i]]++] = i;
    }
    return order;
  }
}
