package io.winnow.dedup.pairs;

import java.nio.ByteBuffer;

/** The pairs of one partition, in any order; to be gone through once. */
public final class Pairs {
  private final Iterable<byte[]> blocks;

  Pairs(Iterable<byte[]> blocks) {
    this.blocks = blocks;
  }

  /** Takes a pair. */
  @FunctionalInterface
  public interface Taker {
    void take(long first, long second);
  }

  /** Takes each pair; one block of them is in memory at a time. */
  public void forEach(Taker taker) {
    for (byte[] block : blocks) {
      ByteBuffer pairs = ByteBuffer.wrap(block);
      while (pairs.hasRemaining()) {
        taker.take(pairs.getLong(), pairs.getLong());
      }
    }
  }

  /** All of them in memory, by first and second number as unsigned ones. */
  public LongPairs sorted() {
    LongPairs pairs = new LongPairs();
    forEach(pairs::add);
    pairs.sort();
    return pairs;
  }
}
