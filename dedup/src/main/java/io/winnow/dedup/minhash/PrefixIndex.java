package io.winnow.dedup.minhash;

import java.util.Arrays;

/**
 * Which survivors have a hash in their prefix: a hash table of lists, each of the first {@value
 * #LONGEST} at most, so that a look takes no more time the more survivors there are.
 *
 * <p>Memory: 8 bytes an entry, 12 to 24 bytes a different hash.
 */
final class PrefixIndex {
  static final int LONGEST = 256;

  private int[] keys = new int[1];
  private int[] heads = new int[1]; // one more than the entry, 0 for none
  private int[] lengths = new int[1];
  private int used;
  private int[] survivors = new int[1024];
  private int[] nexts = new int[1024];
  private int entries;

  // Candidates seen in one look: those stamped with its number.
  private int[] stamps = new int[64];
  private int look;

  /** Forgets all entries. */
  void clear() {
    keys = new int[1024];
    heads = new int[1024];
    lengths = new int[1024];
    used = 0;
    entries = 0;
    Arrays.fill(stamps, 0);
    look = 0;
  }

  /** Adds a survivor, the more preferred ones first. */
  void add(int hash, int survivor) {
    if (entries == survivors.length) {
      survivors = Arrays.copyOf(survivors, 2 * entries);
      nexts = Arrays.copyOf(nexts, 2 * entries);
    }
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
    lengths[slot]++;
    survivors[entries] = survivor;
    nexts[entries] = heads[slot] - 1;
    heads[slot] = ++entries;
    if (survivor >= stamps.length) {
      stamps = Arrays.copyOf(stamps, 2 * survivor);
    }
  }

  /** The first entry of a hash, or -1. */
  int first(int hash) {
    return heads[slot(keys, heads, hash)] - 1;
  }

  /** The entry after this one of the same hash, or -1. */
  int next(int entry) {
    return nexts[entry];
  }

  int survivor(int entry) {
    return survivors[entry];
  }

  /** Begins a look. */
  void begin() {
    look++;
  }

  /** Whether this look has not met a survivor before. */
  boolean isNew(int survivor) {
    boolean met = stamps[survivor] == look;
    stamps[survivor] = look;
    return !met;
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
