package io.winnow.quality.grade;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Kind;
import java.io.Serializable;
import java.math.BigInteger;

/**
 * Sorts the documents of a kind into buckets of equal numbers of tokens by a score, as Nemotron-CC
 * does (arXiv 2412.02595, section 2.3).
 *
 * @param kind whose documents are sorted
 * @param score column of {@code scores}
 * @param count of buckets, from 1, the lowest
 */
public record Buckets(Kind kind, String score, int count) implements Serializable {
  public Buckets {
    require(count >= 2 && count <= 1000, "buckets must be 2 to 1000, but was %d", count);
  }

  /**
   * The bucket of a document.
   *
   * @param before tokens of all documents that come before it, the lowest score first
   * @param own its tokens
   * @param all tokens of all documents
   * @return 1 to count: the bucket into which the middle of its tokens falls
   */
  int of(long before, long own, long all) {
    // In halves of tokens, so that the middle is a whole number.
    long middle = Math.addExact(Math.multiplyExact(2L, before), own);
    long whole = Math.multiplyExact(2L, all);
    if (whole == 0) {
      return 1;
    }
    long bucket =
        BigInteger.valueOf(middle)
            .multiply(BigInteger.valueOf(count))
            .divide(BigInteger.valueOf(whole))
            .longValueExact();
    return (int) Math.min(count, bucket + 1);
  }
}
