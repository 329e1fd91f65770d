package io.winnow.dedup.sketch;

/**
 * The shingles of a text as hashes: those of Lucene's chain, several {@link Words} in a row; a text
 * of fewer words than a shingle is one shingle.
 *
 * <p>Made once, filled again and again; for one thread. Memory: 8 bytes a word besides the words.
 */
final class Shingles {
  /** A power of any odd number serves: what is rolled is mixed before it is used. */
  private static final long BASE = 0xD1342543DE82EF95L;

  private final Words words = new Words();
  private final int size;
  private long[] hashes = new long[1024];
  private int count;

  /**
   * @param size words in a shingle
   */
  Shingles(int size) {
    this.size = size;
  }

  /** Shingles read, equal ones as often as they occur; 0 if the text has no word. */
  int count() {
    return count;
  }

  /** Their hashes, in order; as many as {@link #count} says, valid until the next text. */
  long[] hashes() {
    return hashes;
  }

  /** Reads a text: the hash of each shingle follows from the one before. */
  void read(String text) {
    words.read(text);
    int wordCount = words.count();
    if (wordCount == 0) {
      count = 0;
      return;
    }
    long[] wordHashes = words.hashes();
    int width = Math.min(size, wordCount);
    if (hashes.length < wordCount) {
      hashes = new long[wordCount + wordCount / 2];
    }
    long power = 1; // of the base, for the word that leaves
    long rolled = 0;
    for (int i = 0; i < width; i++) {
      power *= BASE;
      rolled = rolled * BASE + wordHashes[i];
    }
    hashes[0] = Hashes.mix(rolled);
    for (int i = width; i < wordCount; i++) {
      rolled = rolled * BASE + wordHashes[i] - wordHashes[i - width] * power;
      hashes[i - width + 1] = Hashes.mix(rolled);
    }
    count = wordCount - width + 1;
  }
}
