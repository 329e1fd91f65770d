package io.winnow.dedup.repeats;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Counted parts packed into blocks by partition, 48 bytes each, for the way through a shuffle. */
final class PartBlocks {
  static final Schema SCHEMA =
      Schema.of(
          FindRepeats.PART,
          DocumentTable.ID,
          Column.number("row_id", "shard and row of the preferred document"),
          FindRepeats.OCCURRENCES,
          FindRepeats.DOCUMENTS);

  static final int ROW_BYTES = 48;
  private static final int BLOCK_ROWS = (64 << 10) / ROW_BYTES;
  private static final int ALL_ROWS = (64 << 20) / ROW_BYTES;

  private final Partitions partitions;
  private final @Nullable ByteBuffer[] blocks;
  private final int blockBytes;
  private final BiConsumer<Integer, byte[]> out;

  /**
   * @param partitions how many there are; their open blocks take at most 64 MB together, or 768
   *     bytes each where there are more than 87,000
   * @param out takes (partition, block)
   */
  PartBlocks(Partitions partitions, BiConsumer<Integer, byte[]> out) {
    this.partitions = partitions;
    this.blocks = new @Nullable ByteBuffer[partitions.count()];
    this.blockBytes = Math.max(16, Math.min(BLOCK_ROWS, ALL_ROWS / blocks.length)) * ROW_BYTES;
    this.out = out;
  }

  /** Adds all parts of a table. */
  void addAll(PartCounts parts) {
    for (int i = 0; i < parts.size(); i++) {
      int partition = partitions.of(parts.partLow(i));
      ByteBuffer block = blocks[partition];
      if (block == null) {
        block = ByteBuffer.allocate(blockBytes);
        blocks[partition] = block;
      }
      block.putLong(parts.partHigh(i)).putLong(parts.partLow(i));
      block.putLong(parts.idHigh(i)).putLong(parts.idLow(i)).putLong(parts.rowId(i));
      block.putInt(parts.occurrences(i)).putInt(parts.documents(i));
      if (!block.hasRemaining()) {
        out.accept(partition, block.array());
        blocks[partition] = null;
      }
    }
  }

  void flush() {
    for (int i = 0; i < blocks.length; i++) {
      ByteBuffer block = blocks[i];
      if (block != null) {
        out.accept(i, Arrays.copyOf(block.array(), block.position()));
        blocks[i] = null;
      }
    }
  }
}
