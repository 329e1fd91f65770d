package io.winnow.quality.signals;

import java.util.Arrays;

/**
 * Counts 64-bit hashes: open addressing with linear probing in arrays that are used again. A stamp
 * says which entries are of this round, so that clearing touches nothing.
 *
 * <p>Memory: 20 bytes a slot, at most 3 of 4 slots taken.
 */
final class HashCounts {
  private static final int SMALL = 1 << 12;
  private static final int LARGE = 1 << 20;

  private long[] keys = new long[SMALL];
  private int[] counts = new int[SMALL];
  private int[] firsts = new int[SMALL];
  private int[] stamps = new int[SMALL];
  private int mask = SMALL - 1;
  private int stamp = 1;
  private int last;
  private int size;

  /** Forgets everything. */
  void clear() {
    size = 0;
    if (keys.length > LARGE) {
      allocate(SMALL); // one huge document does not decide what all later ones hold
    } else if (++stamp == Integer.MAX_VALUE) {
      Arrays.fill(stamps, 0);
      stamp = 1;
    }
  }

  private void allocate(int capacity) {
    keys = new long[capacity];
    counts = new int[capacity];
    firsts = new int[capacity];
    stamps = new int[capacity];
    mask = capacity - 1;
    stamp = 1;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldCounts = counts;
    int[] oldFirsts = firsts;
    int[] oldStamps = stamps;
    int oldStamp = stamp;
    allocate(2 * keys.length);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldStamps[i] == oldStamp) {
        int slot = free(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
        firsts[slot] = oldFirsts[i];
        stamps[slot] = stamp;
      }
    }
  }

  private int free(long hash) {
    int slot = (int) hash & mask;
    while (stamps[slot] == stamp) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /**
   * Counts a hash once more.
   *
   * @param place remembered the first time
   * @return how often it was added so far
   */
  int add(long hash, int place) {
    int slot = (int) hash & mask;
    while (stamps[slot] == stamp) {
      if (keys[slot] == hash) {
        last = slot;
        return ++counts[slot];
      }
      slot = (slot + 1) & mask;
    }
    if (++size > mask - (mask >> 2)) {
      grow();
      slot = free(hash);
    }
    stamps[slot] = stamp;
    keys[slot] = hash;
    counts[slot] = 1;
    firsts[slot] = place;
    last = slot;
    return 1;
  }

  /** The place at which the hash that was added last was added first. */
  int firstOfLast() {
    return firsts[last];
  }

  static long mix(long z) {
    long x = (z ^ (z >>> 32)) * 0xD6E8FEB86659FD93L;
    x = (x ^ (x >>> 32)) * 0xD6E8FEB86659FD93L;
    return x ^ (x >>> 32);
  }
}
