package io.winnow.dedup.repeats;

import java.util.Arrays;

/**
 * Counts equal parts, and knows for each the document that is preferred: the one with the smallest
 * id. An open hash table over 128-bit names, in arrays.
 *
 * <p>Memory: 64 bytes a different part, twice that while it grows.
 */
final class PartCounts {
  private int[] slots = new int[1 << 11]; // 1 more than the entry; 0 where free
  private long[] partHighs = new long[1 << 10];
  private long[] partLows = new long[1 << 10];
  private long[] idHighs = new long[1 << 10];
  private long[] idLows = new long[1 << 10];
  private long[] rowIds = new long[1 << 10];
  private long[] lastRowIds = new long[1 << 10];
  private int[] occurrences = new int[1 << 10];
  private int[] documents = new int[1 << 10];
  private int size;

  int size() {
    return size;
  }

  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }

  /** Adds one occurrence; all those in one document come one after another. */
  void add(long partHigh, long partLow, long idHigh, long idLow, long rowId) {
    int entry = entry(partHigh, partLow);
    boolean seen = occurrences[entry] > 0 && lastRowIds[entry] == rowId;
    lastRowIds[entry] = rowId;
    add(entry, idHigh, idLow, rowId, 1, seen ? 0 : 1);
  }

  /** Adds what another table counted; no document was counted by both. */
  void add(
      long partHigh,
      long partLow,
      long idHigh,
      long idLow,
      long rowId,
      int occurs,
      int inDocuments) {
    add(entry(partHigh, partLow), idHigh, idLow, rowId, occurs, inDocuments);
  }

  private void add(int entry, long idHigh, long idLow, long rowId, int occurs, int inDocuments) {
    int order = Long.compareUnsigned(idHigh, idHighs[entry]);
    order = order == 0 ? Long.compareUnsigned(idLow, idLows[entry]) : order;
    if (occurrences[entry] == 0 || order < 0) {
      idHighs[entry] = idHigh;
      idLows[entry] = idLow;
      rowIds[entry] = rowId;
    }
    // More than two thousand million copies are as good as that many.
    occurrences[entry] = (int) Math.min(Integer.MAX_VALUE, (long) occurrences[entry] + occurs);
    documents[entry] = (int) Math.min(Integer.MAX_VALUE, (long) documents[entry] + inDocuments);
  }

  /** The entry of a part, or -1. */
  int find(long high, long low) {
    int mask = slots.length - 1;
    for (int slot = (int) high & mask; slots[slot] != 0; slot = slot + 1 & mask) {
      int entry = slots[slot] - 1;
      if (partHighs[entry] == high && partLows[entry] == low) {
        return entry;
      }
    }
    return -1;
  }

  private int entry(long high, long low) {
    int known = find(high, low);
    if (known >= 0) {
      return known;
    }
    if (size == partHighs.length) {
      grow();
    }
    partHighs[size] = high;
    partLows[size] = low;
    occurrences[size] = 0;
    documents[size] = 0;
    place(size);
    return size++;
  }

  private void place(int entry) {
    int mask = slots.length - 1;
    int slot = (int) partHighs[entry] & mask;
    while (slots[slot] != 0) {
      slot = slot + 1 & mask;
    }
    slots[slot] = entry + 1;
  }

  private void grow() {
    int capacity = Math.multiplyExact(2, size);
    partHighs = Arrays.copyOf(partHighs, capacity);
    partLows = Arrays.copyOf(partLows, capacity);
    idHighs = Arrays.copyOf(idHighs, capacity);
    idLows = Arrays.copyOf(idLows, capacity);
    rowIds = Arrays.copyOf(rowIds, capacity);
    lastRowIds = Arrays.copyOf(lastRowIds, capacity);
    occurrences = Arrays.copyOf(occurrences, capacity);
    documents = Arrays.copyOf(documents, capacity);
    slots = new int[Math.multiplyExact(2, capacity)];
    for (int entry = 0; entry < size; entry++) {
      place(entry);
    }
  }

  long partHigh(int entry) {
    return partHighs[entry];
  }

  long partLow(int entry) {
    return partLows[entry];
  }

  long idHigh(int entry) {
    return idHighs[entry];
  }

  long idLow(int entry) {
    return idLows[entry];
  }

  /** Where the preferred document lies. */
  long rowId(int entry) {
    return rowIds[entry];
  }

  int occurrences(int entry) {
    return occurrences[entry];
  }

  int documents(int entry) {
    return documents[entry];
  }
}
