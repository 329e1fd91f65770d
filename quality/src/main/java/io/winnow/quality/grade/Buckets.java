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
   * @return 1 to count: the bucket into which the last of its tokens falls, so that the best
   *     document is always in the best bucket, and what is dropped with the lowest is at most one
   *     bucket's share
   */
  int of(long before, long own, long all) {
    if (all == 0) {
      return 1;
    }
    // Rounded up: a document whose tokens end exactly where a bucket ends belongs to that one.
    BigInteger end = BigInteger.valueOf(Math.addExact(before, own));
    BigInteger[] bucket =
        end.multiply(BigInteger.valueOf(count)).divideAndRemainder(BigInteger.valueOf(all));
    int whole = bucket[0].intValueExact();
    return Math.max(1, bucket[1].signum() == 0 ? whole : whole + 1);
  }
}
