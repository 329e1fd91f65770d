package io.winnow.dedup.sketch;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a text's shingles: its MinHash signature, by which candidates are found, and its
 * {@link Sketch}, by which they are compared. By the words of Lucene's StandardTokenizer in lower
 * case.
 *
 * <p>For one thread.
 */
public final class Signatures {
  private final Shingles shingles;
  private final FastSketch fast;
  private final @Nullable LuceneMinHash lucene;

  public Signatures(MinHashParameters parameters) {
    this.shingles = new Shingles(parameters.shingle());
    this.fast = new FastSketch(parameters);
    this.lucene = parameters.lucene() ? new LuceneMinHash(parameters) : null;
  }

  /** The signature, (bands * rows); null if the text has no word. */
  public long @Nullable [] of(String text) {
    if (lucene != null) {
      return lucene.of(text);
    }
    shingles.read(text);
    return shingles.count() == 0 ? null : fast.of(shingles.hashes(), shingles.count());
  }

  /** Signature and sketch as they are stored; two nulls if the text has no word. */
  public @Nullable Object[] row(String text) {
    shingles.read(text);
    long[] signature = null;
    if (shingles.count() > 0) {
      signature = lucene == null ? fast.of(shingles.hashes(), shingles.count()) : lucene.of(text);
    }
    if (signature == null) {
      return new @Nullable Object[2];
    }
    int[] sketch = Sketch.of(shingles.hashes(), shingles.count());
    return new @Nullable Object[] {bytes(signature), Sketch.bytes(sketch)};
  }

  /** As it is stored: 8 bytes a hash, big end first. */
  private static byte[] bytes(long[] signature) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * signature.length);
    bytes.asLongBuffer().put(signature);
    return bytes.array();
  }
}
