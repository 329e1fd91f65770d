package io.winnow.quality.domains;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Chance;
import java.util.Arrays;

/**
 * Names, and a few bits for each: a table of open addresses that leads into one array of all names.
 *
 * <p>Memory: the bytes of a name, 2 more, and 8 to 16 for its place in the table; as arrays double,
 * 30 to 60 bytes for a name of twenty, and one and a half times as much while they do. At most 2 GB
 * of names.
 */
final class NameTable {
  private static final int LONGEST = 255;
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  // (bits, length, bytes of the name) one after another.
  private byte[] names = new byte[1 << 10];
  private int end;
  // Where the length of a name stands in names; 0 where there is none. At most half full.
  private int[] table = new int[1 << 6];
  private int count;

  /** Adds bits to those of a name. */
  void add(byte[] name, int bits) {
    require(name.length <= LONGEST, "a name has at most 255 bytes, but was %s", name.length);
    int slot = slot(name, 0);
    if (table[slot] > 0) {
      names[table[slot] - 1] |= (byte) bits;
      return;
    }
    append(name, bits);
    table[slot] = end - name.length - 1; // of its length
    count++;
    if (count > table.length / 2) {
      grow();
    }
  }

  /** The bits of the name that begins at a place of an array, and ends where that does; or 0. */
  int get(byte[] bytes, int start) {
    int at = table[slot(bytes, start)];
    return at > 0 ? names[at - 1] : 0;
  }

  /** Memory that is taken. */
  long bytes() {
    return names.length + 4L * table.length;
  }

  private void append(byte[] name, int bits) {
    long next = end + name.length + 2L;
    require(next <= LARGEST, "at most 2 GB of names fit into memory");
    if (next > names.length) {
      names = Arrays.copyOf(names, (int) Math.min(LARGEST, 2 * next));
    }
    names[end] = (byte) bits;
    names[end + 1] = (byte) name.length;
    System.arraycopy(name, 0, names, end + 2, name.length);
    end = (int) next;
  }

  private void grow() {
    int[] old = table;
    table = new int[Math.multiplyExact(2, old.length)];
    for (int at : old) {
      if (at > 0) {
        int slot = first(names, at + 1, at + 1 + (names[at] & 255));
        while (table[slot] > 0) {
          slot = slot + 1 & table.length - 1;
        }
        table[slot] = at;
      }
    }
  }

  /** Where a name stands in the table, or would. */
  private int slot(byte[] bytes, int start) {
    int slot = first(bytes, start, bytes.length);
    while (table[slot] > 0 && !isAt(table[slot], bytes, start)) {
      slot = slot + 1 & table.length - 1;
    }
    return slot;
  }

  private boolean isAt(int at, byte[] bytes, int start) {
    int length = names[at] & 255;
    return Arrays.equals(names, at + 1, at + 1 + length, bytes, start, bytes.length);
  }

  private int first(byte[] bytes, int start, int end) {
    long hash = end - start;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (int) Chance.mix(hash) & table.length - 1;
  }
}
