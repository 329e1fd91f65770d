package io.winnow.mixtures;

import io.winnow.corpus.DocumentId;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.function.Consumer;

/**
 * A copy of a document, or a part of a large one, on its way into a mixture. Its bytes lie in the
 * block that it came in.
 *
 * @param keyHigh of the copy's key, unsigned
 * @param keyLow of the copy's key, unsigned
 * @param id of the document
 * @param component that it enters
 * @param copy number, from 0
 * @param number of this piece, from 0
 * @param pieces of the copy
 * @param block holds the bytes
 * @param offset of the first one
 * @param length of this piece in bytes
 */
record Piece(
    long keyHigh,
    long keyLow,
    DocumentId id,
    String component,
    long copy,
    int number,
    int pieces,
    byte[] block,
    int offset,
    int length) {

  /** By key; what has equal keys by id, component and copy; then by piece. */
  static final Comparator<Piece> ORDER =
      ((Comparator<Piece>) (a, b) -> Long.compareUnsigned(a.keyHigh, b.keyHigh))
          .thenComparing((a, b) -> Long.compareUnsigned(a.keyLow, b.keyLow))
          .thenComparing(Piece::id)
          .thenComparing(Piece::component)
          .thenComparingLong(Piece::copy)
          .thenComparingInt(Piece::number);

  void write(DataOutputStream out) throws IOException {
    out.writeLong(keyHigh);
    out.writeLong(keyLow);
    out.writeLong(id.high());
    out.writeLong(id.low());
    out.writeUTF(component);
    out.writeLong(copy);
    out.writeInt(number);
    out.writeInt(pieces);
    out.writeInt(length);
    out.write(block, offset, length);
  }

  /** Gives each piece of a block to {@code pieces}. */
  static void readAll(byte[] block, Consumer<Piece> pieces) {
    ByteArrayInputStream bytes = new ByteArrayInputStream(block);
    DataInputStream in = new DataInputStream(bytes);
    try {
      while (bytes.available() > 0) {
        long keyHigh = in.readLong();
        long keyLow = in.readLong();
        DocumentId id = new DocumentId(in.readLong(), in.readLong());
        String component = in.readUTF();
        long copy = in.readLong();
        int number = in.readInt();
        int count = in.readInt();
        int length = in.readInt();
        int offset = block.length - bytes.available();
        in.skipNBytes(length);
        pieces.accept(
            new Piece(keyHigh, keyLow, id, component, copy, number, count, block, offset, length));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a block ends in the middle of a piece", e);
    }
  }
}
