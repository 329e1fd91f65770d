package io.winnow.dedup.pairs;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Pairs of 64-bit numbers packed into blocks by partition, for the way through a shuffle. */
public final class PackedPairs {
  private static final int BLOCK_BYTES = 64 << 10;
  private static final int ALL_BYTES = 64 << 20;

  private final @Nullable ByteBuffer[] blocks;
  private final int blockBytes;
  private final BiConsumer<Integer, byte[]> out;

  /**
   * @param partitions how many there are; their open blocks take at most 64 MB together
   * @param out takes (partition, block)
   */
  public PackedPairs(int partitions, BiConsumer<Integer, byte[]> out) {
    this.blocks = new @Nullable ByteBuffer[partitions];
    this.blockBytes = Math.max(1024, Math.min(BLOCK_BYTES, ALL_BYTES / partitions)) & ~15;
    this.out = out;
  }

  /** Adds a pair to the block of its partition. */
  public void add(int partition, long first, long second) {
    ByteBuffer block = blocks[partition];
    if (block == null) {
      block = ByteBuffer.allocate(blockBytes);
      blocks[partition] = block;
    }
    block.putLong(first).putLong(second);
    if (!block.hasRemaining()) {
      out.accept(partition, block.array());
      blocks[partition] = null;
    }
  }

  /** Hands on what is left. */
  public void flush() {
    for (int i = 0; i < blocks.length; i++) {
      ByteBuffer block = blocks[i];
      if (block != null) {
        out.accept(i, Arrays.copyOf(block.array(), block.position()));
        blocks[i] = null;
      }
    }
  }
}
