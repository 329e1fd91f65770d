package io.winnow.dedup.minhash;

import org.jspecify.annotations.Nullable;

/** A way to make signatures. For one thread. */
interface MinHash {
  /** The signature of a text, one number for each hash; null if the text has no word. */
  long @Nullable [] of(String text);
}
