package io.winnow.dedup.semantic;

import static io.winnow.corpus.Require.require;

import java.io.Serializable;

/**
 * How documents are looked for that say the same (SemDeDup, Abbas et al., 2023, section 3).
 *
 * @param clusters of k-means, 0 for one per {@value #DOCUMENTS_PER_CLUSTER} documents; only
 *     documents of one cluster are compared
 * @param sample documents, at most, that k-means learns its centroids from
 * @param iterations of k-means at most
 * @param threshold cosine from which on the less preferred of two documents goes; 1 - eps in the
 *     paper
 */
public record SemanticParameters(int clusters, int sample, int iterations, double threshold)
    implements Serializable {
  /** So many fill a worker with about a tenth of a second of comparisons. */
  public static final int DOCUMENTS_PER_CLUSTER = 1000;

  /** What one worker holds in memory: 300 MB at 384 dimensions. */
  public static final int MAXIMUM_SAMPLE = 200_000;

  public SemanticParameters {
    require(clusters >= 0, "clusters must be at least 0, but was %d", clusters);
    require(
        sample >= 1 && sample <= MAXIMUM_SAMPLE,
        "sample must be 1 to %d, but was %d",
        MAXIMUM_SAMPLE,
        sample);
    require(iterations >= 1, "iterations must be at least 1, but was %d", iterations);
    require(
        threshold > 0 && threshold <= 1,
        "threshold must be above 0 and at most 1, but was %s",
        threshold);
  }

  /** One cluster per thousand documents, a cosine of 0.95. */
  public static SemanticParameters standard() {
    return new SemanticParameters(0, 100_000, 50, 0.95);
  }
}
