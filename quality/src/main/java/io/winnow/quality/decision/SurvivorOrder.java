package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the one that a group keeps first: gives each document a key of bytes, and the smaller key
 * (compared as unsigned bytes) wins. Total: what the recipe leaves equal is ordered by id.
 */
record SurvivorOrder(List<SurvivorKey> keys, List<String> sources) implements Serializable {
  /**
   * The key of a document.
   *
   * @param condemned comes after all that are not
   */
  byte[] of(
      boolean condemned,
      DocumentId id,
      String source,
      long textBytes,
      @Nullable Long date,
      @Nullable Double quality) {
    ByteBuffer order = ByteBuffer.allocate(1 + Long.BYTES * 2 * (keys.size() + 1));
    order.put((byte) (condemned ? 1 : 0));
    for (SurvivorKey key : keys) {
      switch (key) {
        case BEST_QUALITY -> descending(order, quality == null ? null : bits(quality));
        case LONGEST -> order.putLong(ascending(-textBytes));
        case SHORTEST -> order.putLong(ascending(textBytes));
        case NEWEST -> descending(order, date);
        case SOURCE -> order.putLong(rank(source));
        case ID -> id(order, id);
      }
    }
    id(order, id);
    byte[] bytes = new byte[order.position()];
    order.get(0, bytes);
    return bytes;
  }

  /** Signed numbers in the order of unsigned ones. */
  private static long ascending(long value) {
    return value ^ Long.MIN_VALUE;
  }

  /** Largest first, nothing last. */
  private static void descending(ByteBuffer order, @Nullable Long value) {
    order.put((byte) (value == null ? 1 : 0));
    order.putLong(value == null ? 0 : ~ascending(value));
  }

  /** Longs in the order of the numbers, of which none is missing. */
  private static long bits(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
    return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
  }

  private static void id(ByteBuffer order, DocumentId id) {
    order.putLong(id.high()).putLong(id.low());
  }

  /** A source that the recipe does not name comes last. */
  private int rank(String source) {
    int rank = sources.indexOf(source);
    return rank < 0 ? sources.size() : rank;
  }
}
