package io.winnow.pipelines.code;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/** Walks over the instructions of a method (JVMS 6.5). */
final class Instructions {
  private static final int LDC = 18;
  private static final int LDC_WIDE = 19;
  private static final int INCREMENT = 132;
  private static final int TABLE_SWITCH = 170;
  private static final int LOOKUP_SWITCH = 171;
  private static final int NEW = 187;
  private static final int NEW_ARRAY = 189;
  private static final int CAST = 192;
  private static final int INSTANCE_OF = 193;
  private static final int WIDE = 196;
  private static final int NEW_ARRAYS = 197;

  /** Bytes of the instructions 0 to 201, in runs of equal ones; 0 where it depends. */
  private static final int[][] RUNS = {
    {16, 1}, {1, 2}, {1, 3}, {1, 2}, {2, 3}, {5, 2}, {28, 1}, {5, 2}, {73, 1}, {1, 3}, {20, 1},
    {16, 3}, {1, 2}, {2, 0}, {6, 1}, {7, 3}, {2, 5}, {1, 3}, {1, 2}, {1, 3}, {2, 1}, {2, 3},
    {2, 1}, {1, 0}, {1, 4}, {2, 3}, {2, 5}
  };

  private static final byte[] LENGTHS = lengths();

  private Instructions() {}

  private static byte[] lengths() {
    byte[] lengths = new byte[202];
    int at = 0;
    for (int[] run : RUNS) {
      for (int i = 0; i < run[0]; i++) {
        lengths[at++] = (byte) run[1];
      }
    }
    if (at != lengths.length) {
      throw new IllegalStateException(at + " instructions");
    }
    return lengths;
  }

  /**
   * Gives the indices of constants that are loaded, or that name a class to be made, cast to or
   * asked for. Those of fields and methods are left out.
   *
   * @param file that holds the method
   * @param start of the first instruction
   * @param end after the last one
   */
  static void constants(ByteBuffer file, int start, int end, IntConsumer to) {
    int at = start;
    while (at < end) {
      int code = file.get(at) & 0xff;
      switch (code) {
        case LDC -> to.accept(file.get(at + 1) & 0xff);
        case LDC_WIDE, NEW, NEW_ARRAY, CAST, INSTANCE_OF, NEW_ARRAYS ->
            to.accept(file.getShort(at + 1) & 0xffff);
        default -> {}
      }
      at += length(file, start, at, code);
    }
  }

  private static int length(ByteBuffer file, int start, int at, int code) {
    int aligned = start + ((at - start) / 4 + 1) * 4;
    return switch (code) {
      case TABLE_SWITCH -> {
        long low = file.getInt(aligned + 4);
        long high = file.getInt(aligned + 8);
        yield (int) (aligned + 12 + 4 * (high - low + 1) - at);
      }
      case LOOKUP_SWITCH -> aligned + 8 + 8 * file.getInt(aligned + 4) - at;
      case WIDE -> (file.get(at + 1) & 0xff) == INCREMENT ? 6 : 4;
      default -> LENGTHS[code];
    };
  }
}
