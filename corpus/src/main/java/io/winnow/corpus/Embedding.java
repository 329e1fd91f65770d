package io.winnow.corpus;

import static io.winnow.corpus.Require.require;

import java.nio.ByteBuffer;

/**
 * How tables hold a vector: IEEE 754 half-precision numbers, big-endian, two bytes each. Vectors of
 * length 1 keep their cosines to about 0.0005.
 */
public final class Embedding {
  private Embedding() {}

  /** A vector as bytes, each number rounded to the nearest half, ties to even. */
  public static byte[] toBytes(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * vector.length);
    for (float value : vector) {
      bytes.putShort(toHalf(value));
    }
    return bytes.array();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @param vector filled; as long as there are numbers
   */
  public static void read(byte[] bytes, float[] vector) {
    require(
        bytes.length == 2 * vector.length,
        "a vector of %d numbers has %d bytes, but there are %d",
        vector.length,
        2 * vector.length,
        bytes.length);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = toFloat((short) (bytes[2 * i] << 8 | bytes[2 * i + 1] & 0xFF));
    }
  }

  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1F;
    int fraction = half & 0x3FF;
    if (exponent == 0x1F) {
      return Float.intBitsToFloat(sign | 0x7F800000 | fraction << 13);
    }
    if (exponent == 0) {
      // Below the normal range: fraction * 2^-24, which a float holds exactly.
      float value = fraction * 0x1p-24f;
      return sign == 0 ? value : -value;
    }
    return Float.intBitsToFloat(sign | exponent + 112 << 23 | fraction << 13);
  }

  static short toHalf(float value) {
    int bits = Float.floatToIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7FFFFFFF;
    if (magnitude > 0x7F800000) {
      return (short) (sign | 0x7E00);
    }
    if (magnitude >= 0x477FF000) {
      // 65,520 and more round to infinity.
      return (short) (sign | 0x7C00);
    }
    if (magnitude < 0x38800000) {
      // Below 2^-14: in steps of 2^-24.
      return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24));
    }
    int rounded = magnitude + 0xFFF + (magnitude >> 13 & 1);
    return (short) (sign | rounded - (112 << 23) >> 13);
  }
}
