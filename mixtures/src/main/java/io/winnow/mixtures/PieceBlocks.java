package io.winnow.mixtures;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Packs copies of documents into blocks of at most {@value #BLOCK_BYTES} bytes per part: a copy
 * that is larger is cut into pieces, because a record larger than Flink's sort buffer fails the
 * job. Holds at most {@value #OPEN_BYTES} bytes and one block.
 */
final class PieceBlocks {
  static final int BLOCK_BYTES = 1 << 20;

  /** Bytes of a document in one piece; what is left of a block is for the piece's other fields. */
  static final int PIECE_BYTES = BLOCK_BYTES - (64 << 10) - 128;

  private static final int FULL_BYTES = 256 << 10;
  private static final int OPEN_BYTES = 32 << 20;

  private final BiConsumer<Integer, byte[]> out;
  private final SortedMap<Integer, ByteArrayOutputStream> open = new TreeMap<>();
  private long openBytes;

  /**
   * @param out takes (part, block)
   */
  PieceBlocks(BiConsumer<Integer, byte[]> out) {
    this.out = out;
  }

  /** Adds one copy; {@code whole} is a single piece with all its bytes. */
  void add(int part, Piece whole) {
    int pieces = Math.max(1, (whole.length() + PIECE_BYTES - 1) / PIECE_BYTES);
    for (int i = 0; i < pieces; i++) {
      int start = i * PIECE_BYTES;
      int length = Math.min(PIECE_BYTES, whole.length() - start);
      addPiece(
          part,
          new Piece(
              whole.keyHigh(),
              whole.keyLow(),
              whole.id(),
              whole.component(),
              whole.copy(),
              i,
              pieces,
              whole.block(),
              whole.offset() + start,
              length));
    }
  }

  private void addPiece(int part, Piece piece) {
    ByteArrayOutputStream block = open.computeIfAbsent(part, p -> new ByteArrayOutputStream());
    // A component's name takes at most 64 KB, the numbers of a piece less than 128 bytes.
    if (block.size() > 0 && block.size() + piece.length() > PIECE_BYTES) {
      handOn(part, block);
    }
    int before = block.size();
    try {
      piece.write(new DataOutputStream(block));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    openBytes += block.size() - before;
    if (block.size() >= FULL_BYTES) {
      handOn(part, block);
      open.remove(part);
    }
    if (openBytes >= OPEN_BYTES) {
      flush();
    }
  }

  /** Hands on what is left. */
  void flush() {
    open.forEach(this::handOn);
    open.clear();
  }

  private void handOn(int part, ByteArrayOutputStream block) {
    if (block.size() > 0) {
      openBytes -= block.size();
      out.accept(part, block.toByteArray());
      block.reset();
    }
  }
}
