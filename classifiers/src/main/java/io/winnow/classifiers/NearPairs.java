package io.winnow.classifiers;

import static io.winnow.corpus.Require.require;

import java.util.ArrayList;
import java.util.List;

/**
 * How well one model's vectors find the pairs of documents that another's find: all pairs are
 * compared under both. The square of the documents in time, nothing in memory but the vectors.
 *
 * @param threshold cosine from which on a pair is near
 * @param wanted pairs that are near under the model that is trusted
 * @param found of them, near under the other one too
 * @param extra pairs that only the other one finds near
 */
public record NearPairs(double threshold, long wanted, long found, long extra) {

  /**
   * Counts the pairs for several thresholds. The order of the documents does not matter.
   *
   * @param trusted vectors of length 1 under one model; shape (documents, dimensions)
   * @param other vectors of length 1 of the same documents under the other; the number of
   *     dimensions may differ
   */
  public static List<NearPairs> count(float[][] trusted, float[][] other, List<Double> thresholds) {
    require(
        trusted.length == other.length,
        "both models must have as many vectors, but have %d and %d",
        trusted.length,
        other.length);
    long[] wanted = new long[thresholds.size()];
    long[] found = new long[thresholds.size()];
    long[] extra = new long[thresholds.size()];
    for (int row = 0; row < trusted.length; row++) {
      for (int before = 0; before < row; before++) {
        float asTrusted = cosine(trusted[row], trusted[before]);
        float asOther = cosine(other[row], other[before]);
        for (int i = 0; i < wanted.length; i++) {
          boolean near = asOther >= thresholds.get(i);
          if (asTrusted >= thresholds.get(i)) {
            wanted[i]++;
            found[i] += near ? 1 : 0;
          } else if (near) {
            extra[i]++;
          }
        }
      }
    }
    List<NearPairs> pairs = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      pairs.add(new NearPairs(thresholds.get(i), wanted[i], found[i], extra[i]));
    }
    return pairs;
  }

  /** Sums side by side, in a fixed order: one alone waits for itself at every addition. */
  private static float cosine(float[] a, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int whole = a.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    float rest = 0;
    for (int i = whole; i < a.length; i++) {
      rest += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3) + rest;
  }
}
