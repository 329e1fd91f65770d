package io.winnow.dedup.minhash;

import static io.winnow.corpus.Require.require;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * MinHash signatures of texts, by the words of Lucene's StandardTokenizer in lower case.
 *
 * <p>For one thread.
 */
public final class Signatures {
  private final MinHash hashes;

  public Signatures(MinHashParameters parameters) {
    this.hashes = parameters.lucene() ? new LuceneMinHash(parameters) : new FastSketch(parameters);
  }

  /** The signature, (bands * rows); null if the text has no word. */
  public long @Nullable [] of(String text) {
    return hashes.of(text);
  }

  /** The signature as it is stored, 8 bytes a hash, big end first; null if there is none. */
  public byte @Nullable [] bytes(String text) {
    long[] signature = of(text);
    if (signature == null) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * signature.length);
    bytes.asLongBuffer().put(signature);
    return bytes.array();
  }

  /**
   * Estimates the Jaccard similarity of two texts' shingles: the share of equal hashes.
   *
   * @param a a stored signature
   * @param b another of the same parameters
   */
  public static double similarity(byte[] a, byte[] b) {
    require(
        a.length == b.length && a.length > 0,
        "signatures of different parameters: %d and %d bytes",
        a.length,
        b.length);
    ByteBuffer first = ByteBuffer.wrap(a);
    ByteBuffer second = ByteBuffer.wrap(b);
    int equal = 0;
    for (int i = 0; i < a.length; i += Long.BYTES) {
      equal += first.getLong(i) == second.getLong(i) ? 1 : 0;
    }
    return (double) equal / (a.length / Long.BYTES);
  }
}
