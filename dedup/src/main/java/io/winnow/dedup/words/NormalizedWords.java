package io.winnow.dedup.words;

import io.winnow.corpus.Chance;
import java.util.Arrays;

/**
 * The words of a text as comparing wants them: letters and digits in lower case, everything else
 * between them left out, so that neither case nor punctuation nor the breaks of lines count. An
 * ideograph is a word by itself. Holds hashes and places, no strings; made once, filled again and
 * again.
 */
public final class NormalizedWords {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private long[] hashes = new long[1024];
  private int[] starts = new int[1024];
  private int[] ends = new int[1024];
  private int count;

  /** Reads the words of a text. */
  public void read(String text) {
    count = 0;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int width = Character.charCount(c);
      if (Character.isIdeographic(c)) {
        add(Chance.mix(hash(FNV_OFFSET, c)), i, i + width);
        i += width;
      } else if (isWordPart(c)) {
        int start = i;
        long hash = FNV_OFFSET;
        while (i < text.length()) {
          c = text.codePointAt(i);
          if (!isWordPart(c) || Character.isIdeographic(c)) {
            break;
          }
          hash = hash(hash, Character.toLowerCase(c));
          i += Character.charCount(c);
        }
        add(Chance.mix(hash), start, i);
      } else {
        i += width;
      }
    }
  }

  private static boolean isWordPart(int c) {
    if (c < 128) {
      return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
    return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  private static long hash(long hash, int c) {
    long next = (hash ^ (c & 0xFF)) * FNV_PRIME;
    return c < 256 ? next : (next ^ (c >>> 8)) * FNV_PRIME;
  }

  private void add(long hash, int start, int end) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    hashes[count] = hash;
    starts[count] = start;
    ends[count++] = end;
  }

  public int count() {
    return count;
  }

  public long hash(int word) {
    return hashes[word];
  }

  /** First character of a word. */
  public int start(int word) {
    return starts[word];
  }

  /** The character behind a word. */
  public int end(int word) {
    return ends[word];
  }
}
