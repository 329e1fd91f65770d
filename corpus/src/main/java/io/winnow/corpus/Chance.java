package io.winnow.corpus;

/**
 * Chance as a function of (document, purpose, seed): the same on every runner, in every order. Two
 * purposes with one seed are independent of each other.
 */
public final class Chance {
  private Chance() {}

  /** 64 well-mixed bits. */
  public static long bits(DocumentId id, String purpose, long seed) {
    long hash = mix(seed + 0x9E3779B97F4A7C15L);
    for (int i = 0; i < purpose.length(); i++) {
      hash = mix(hash ^ purpose.charAt(i));
    }
    return mix(mix(hash ^ id.high()) ^ id.low());
  }

  /** A number in [0, 1) with 53 bits. */
  public static double unit(DocumentId id, String purpose, long seed) {
    return (bits(id, purpose, seed) >>> 11) * 0x1p-53;
  }

  /** A bijection of 64 bits in which every bit depends on every bit (Stafford's variant 13). */
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
