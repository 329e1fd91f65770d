package io.winnow.glm.model;

import static io.winnow.glm.model.UnusableCheckpoint.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Collection;
import java.util.Objects;

/**
 * Looks for NaN and infinity among stored numbers: those whose exponent is all ones. Read, not
 * mapped, so that the pages do not count as memory of the process.
 */
final class NumberCheck {
  private static final int PIECE_BYTES = 1 << 20;

  private NumberCheck() {}

  static void run(Collection<StoredTensor> tensors) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int[] words = new int[PIECE_BYTES / Integer.BYTES];
    for (StoredTensor tensor : tensors) {
      TensorType type = Objects.requireNonNull(TensorType.of(tensor.type()));
      try (FileChannel channel = FileChannel.open(tensor.file())) {
        for (long at = 0; at < tensor.length(); at += PIECE_BYTES) {
          int bytes = (int) Math.min(PIECE_BYTES, tensor.length() - at);
          read(channel, tensor, tensor.offset() + at, buffer, bytes);
          // Zeros fill the last word; they are finite in every type.
          int count = (bytes + Integer.BYTES - 1) / Integer.BYTES;
          buffer.asIntBuffer().get(words, 0, count);
          check(
              !anyNotFinite(type, words, count),
              "the tensor %s in %s has a NaN or an infinity",
              tensor.name(),
              tensor.file().getFileName());
        }
      }
    }
  }

  private static void read(
      FileChannel channel, StoredTensor tensor, long from, ByteBuffer buffer, int bytes)
      throws IOException {
    buffer.clear().limit(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new IOException(tensor.file().getFileName() + " became shorter while it was read");
      }
    }
    int whole = (bytes + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;
    buffer.limit(whole);
    while (buffer.position() < whole) {
      buffer.put((byte) 0);
    }
    buffer.flip();
  }

  private static boolean anyNotFinite(TensorType type, int[] words, int count) {
    return switch (type) {
      case F32 -> anyExponent(words, count, 0x7fff_ffff, 0x0080_0000, 0, 0);
      case BF16 -> anyExponent(words, count, 0x7fff_0000, 0x0080_0000, 0x7fff, 0x0080);
      case F16 -> anyExponent(words, count, 0x7fff_0000, 0x0400_0000, 0x7fff, 0x0400);
      case F8_E4M3 -> anyNanOf8Bits(words, count);
    };
  }

  /**
   * A number without its sign, plus one in its exponent's lowest bit, reaches the sign's place only
   * if the exponent was all ones. Without branches, for the compiler to vectorise.
   */
  private static boolean anyExponent(
      int[] words, int count, int highMask, int highOne, int lowMask, int lowOne) {
    int found = 0;
    for (int i = 0; i < count; i++) {
      int high = (words[i] & highMask) + highOne;
      int low = (words[i] & lowMask) + lowOne;
      found |= (high & 0x8000_0000) | (low & 0x8000);
    }
    return found != 0;
  }

  /** E4M3 has no infinity; NaN is all ones but for the sign. */
  private static boolean anyNanOf8Bits(int[] words, int count) {
    for (int i = 0; i < count; i++) {
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        if ((words[i] >> shift & 0x7f) == 0x7f) {
          return true;
        }
      }
    }
    return false;
  }
}
