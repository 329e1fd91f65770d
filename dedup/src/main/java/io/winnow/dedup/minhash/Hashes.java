package io.winnow.dedup.minhash;

import io.winnow.corpus.Chance;

/** Hashes of hashes. */
final class Hashes {
  private Hashes() {}

  static long mix(long value) {
    return Chance.mix(value + 0x9E3779B97F4A7C15L);
  }

  /** Of one band of a signature. */
  static long band(long[] signature, int band, int rows) {
    long hash = mix(band);
    for (int i = band * rows; i < (band + 1) * rows; i++) {
      hash = mix(hash ^ signature[i]);
    }
    return hash;
  }
}
