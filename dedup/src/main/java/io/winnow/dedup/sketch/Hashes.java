package io.winnow.dedup.sketch;

import io.winnow.corpus.Chance;

/** Hashes of hashes. */
public final class Hashes {
  private Hashes() {}

  /** Mixes all bits of a number well. */
  public static long mix(long value) {
    return Chance.mix(value + 0x9E3779B97F4A7C15L);
  }

  /** Of one band of a signature. */
  public static long band(long[] signature, int band, int rows) {
    long hash = mix(band);
    for (int i = band * rows; i < (band + 1) * rows; i++) {
      hash = mix(hash ^ signature[i]);
    }
    return hash;
  }
}
