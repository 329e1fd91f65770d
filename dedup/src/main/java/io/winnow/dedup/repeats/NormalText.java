package io.winnow.dedup.repeats;

import io.winnow.corpus.Digest;
import java.util.Arrays;

/**
 * A text in small letters, as bytes of which digests are made: one byte of ASCII or three of any
 * other UTF-16 unit, so that different texts have different bytes.
 */
final class NormalText {
  private byte[] bytes = new byte[1 << 12];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** Makes room for some characters more. */
  void reserve(int characters) {
    long wanted = size + 3L * characters;
    if (bytes.length < wanted) {
      long room = Math.max(2L * bytes.length, wanted);
      bytes = Arrays.copyOf(bytes, (int) Math.min(room, Integer.MAX_VALUE - 8));
    }
  }

  /** Adds a character, for which room was made. */
  void put(char c) {
    if (c < 0x80) {
      bytes[size++] = (byte) (c >= 'A' && c <= 'Z' ? c | 32 : c);
    } else {
      char small = Character.toLowerCase(c);
      bytes[size++] = (byte) (0xE0 | small >> 12);
      bytes[size++] = (byte) (0x80 | small >> 6 & 0x3F);
      bytes[size++] = (byte) (0x80 | small & 0x3F);
    }
  }

  /** Adds the bytes between two places to a digest. */
  Digest addTo(Digest digest, int from, int to) {
    return digest.raw(bytes, from, to - from);
  }
}
