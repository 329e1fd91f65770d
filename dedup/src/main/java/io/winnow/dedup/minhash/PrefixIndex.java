package io.winnow.dedup.minhash;

import io.winnow.dedup.sketch.Sketch;
import java.util.Arrays;

/**
 * Which survivors may be alike enough to be worth comparing: a hash table of lists of the survivors
 * that have a hash in their prefix, each of the first {@value #LONGEST} at most, so that a look
 * takes no more time the more survivors there are.
 *
 * <p>Hashes that no other sketch has lead to nobody and are left out. Two sketches that first meet
 * late in their order have little left to share [1]. Pages of one template are told apart by that
 * alone: what they share comes last.
 *
 * <p>Memory: 12 bytes an entry, 20 a survivor, 24 to 48 bytes a different hash.
 *
 * <p>[1] Xiao, Wang, Lin, Yu: Efficient similarity joins for near duplicate detection, WWW 2008,
 * positional filtering.
 */
final class PrefixIndex {
  static final int LONGEST = 256;

  private final double threshold;

  // Of each slot of the hash table.
  private int[] keys = new int[1024];
  private int[] heads = new int[1024]; // one more than the entry, 0 for none
  private int[] lengths = new int[1024];
  private int used;

  // Of each entry of a list.
  private int[] survivors = new int[1024];
  private int[] positions = new int[1024];
  private int[] nexts = new int[1024];
  private int entries;

  // Of each survivor; the last two as the look has found that its stamp names.
  private int[] sizes = new int[64];
  private int[] stamps = new int[64];
  private int[] shared = new int[64];
  private int[] bounds = new int[64];
  private int count;
  private int look;

  private int[] met = new int[64];

  /**
   * @param threshold similarity from which on two are alike
   */
  PrefixIndex(double threshold) {
    this.threshold = threshold;
  }

  /** How many hashes of a sketch one of those is among that it shares with any other like it. */
  private int prefix(int size) {
    return size - atLeast(threshold * size) + 1;
  }

  /**
   * Adds a survivor, the more preferred ones first; they are numbered from 0.
   *
   * @param hashes in their order: each in the lower half of a number, and how many sketches have
   *     it, or more, in the upper half
   * @param size hashes in the whole sketch, of which the prefix is looked at
   */
  void add(long[] hashes, int size) {
    if (count == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * count);
      stamps = Arrays.copyOf(stamps, 2 * count);
      shared = Arrays.copyOf(shared, 2 * count);
      bounds = Arrays.copyOf(bounds, 2 * count);
      met = Arrays.copyOf(met, 2 * count);
    }
    sizes[count] = size;
    int prefix = prefix(size);
    for (int i = 0; i < prefix; i++) {
      if (hashes[i] >>> 32 > 1) {
        add((int) hashes[i], i);
      }
    }
    count++;
  }

  private void add(int hash, int position) {
    if (2 * used >= keys.length) {
      grow();
    }
    int slot = slot(keys, heads, hash);
    if (heads[slot] == 0) {
      keys[slot] = hash;
      used++;
    }
    if (lengths[slot] == LONGEST) {
      return;
    }
    if (entries == survivors.length) {
      survivors = Arrays.copyOf(survivors, 2 * entries);
      positions = Arrays.copyOf(positions, 2 * entries);
      nexts = Arrays.copyOf(nexts, 2 * entries);
    }
    lengths[slot]++;
    survivors[entries] = count;
    positions[entries] = position;
    nexts[entries] = heads[slot] - 1;
    heads[slot] = ++entries;
  }

  /**
   * Looks for survivors that may be alike.
   *
   * @param hashes as for {@link #add}
   * @param size hashes in the whole sketch
   * @return how many there are; {@link #candidate} says which
   */
  int find(long[] hashes, int size) {
    look++;
    int candidates = 0;
    int full = 0; // lists so far that do not name all who have their hash: they count for each
    int prefix = prefix(size);
    for (int i = 0; i < prefix; i++) {
      if (hashes[i] >>> 32 == 1) {
        continue;
      }
      int slot = slot(keys, heads, (int) hashes[i]);
      int counted = lengths[slot] == LONGEST ? 0 : 1;
      for (int entry = heads[slot] - 1; entry >= 0; entry = nexts[entry]) {
        int survivor = survivors[entry];
        if (stamps[survivor] != look) {
          stamps[survivor] = look;
          shared[survivor] = 0;
          met[candidates++] = survivor;
        }
        // What it shares before this hash, and from it on.
        int left = Math.min(size - i, sizes[survivor] - positions[entry]);
        bounds[survivor] = shared[survivor] + full + left;
        shared[survivor] += counted;
      }
      full += 1 - counted;
    }
    int possible = 0;
    for (int i = 0; i < candidates; i++) {
      int survivor = met[i];
      if (bounds[survivor] >= needed(size, sizes[survivor])) {
        met[possible++] = survivor;
      }
    }
    return possible;
  }

  /** The number of a survivor that the last look has found. */
  int candidate(int index) {
    return met[index];
  }

  /** Hashes that two sketches share at least if they are alike. */
  private int needed(int sizeA, int sizeB) {
    return sizeA < Sketch.SIZE && sizeB < Sketch.SIZE
        ? atLeast(threshold / (1 + threshold) * (sizeA + sizeB))
        : atLeast(threshold * Sketch.SIZE);
  }

  /** Rounds up, but for what the last bits of a product are off. */
  private static int atLeast(double number) {
    return (int) Math.ceil(number - 1e-9);
  }

  private void grow() {
    int[] newKeys = new int[2 * keys.length];
    int[] newHeads = new int[newKeys.length];
    int[] newLengths = new int[newKeys.length];
    for (int i = 0; i < keys.length; i++) {
      if (heads[i] != 0) {
        int slot = slot(newKeys, newHeads, keys[i]);
        newKeys[slot] = keys[i];
        newHeads[slot] = heads[i];
        newLengths[slot] = lengths[i];
      }
    }
    keys = newKeys;
    heads = newHeads;
    lengths = newLengths;
  }

  /** Where a hash is or would be; its bits are even, but for those that all small hashes share. */
  private static int slot(int[] keys, int[] heads, int hash) {
    int slot = hash & keys.length - 1;
    while (heads[slot] != 0 && keys[slot] != hash) {
      slot = slot + 1 & keys.length - 1;
    }
    return slot;
  }
}
