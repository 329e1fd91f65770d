package io.winnow.dedup.semantic;

import static io.winnow.corpus.Require.require;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How documents are looked for that say the same (SemDeDup, Abbas et al., 2023, section 3).
 *
 * @param clusters of k-means, 0 for one per {@value #DOCUMENTS_PER_CLUSTER} documents; as many as
 *     {@code sample} at most; only documents of one cluster are compared
 * @param sample documents, at most, that k-means learns its centroids from
 * @param iterations of k-means at most
 * @param cellDocuments documents that a cluster may have before it is split
 * @param neighbours next nearest clusters that a document is compared with at a second look
 * @param threshold cosine from which on the less preferred of two documents goes; 1 - eps in the
 *     paper
 * @param reportThresholds others, of which only the number of documents that would go is found
 */
public record SemanticParameters(
    int clusters,
    int sample,
    int iterations,
    int cellDocuments,
    int neighbours,
    double threshold,
    List<Double> reportThresholds)
    implements Serializable {
  /** So many fill a worker with about a tenth of a second of comparisons. */
  public static final int DOCUMENTS_PER_CLUSTER = 1000;

  /** What one worker holds in memory: 460 MB at 384 dimensions, and 6 KB for each centroid. */
  public static final int MAXIMUM_SAMPLE = 200_000;

  /** Of {@code cellDocuments}: 230 MB at 384 dimensions. */
  public static final int MAXIMUM_CELL_DOCUMENTS = 100_000;

  /** Numbers of {@code reportThresholds}. */
  public static final int MAXIMUM_REPORT_THRESHOLDS = SemanticCell.MAXIMUM_THRESHOLDS - 1;

  /** Of {@code neighbours}; each costs as much as the first look. */
  public static final int MAXIMUM_NEIGHBOURS = 16;

  public SemanticParameters {
    reportThresholds = new ArrayList<>(reportThresholds);
    require(clusters >= 0, "clusters must be at least 0, but was %d", clusters);
    require(
        sample >= 1 && sample <= MAXIMUM_SAMPLE,
        "sample must be 1 to %d, but was %d",
        MAXIMUM_SAMPLE,
        sample);
    require(iterations >= 1, "iterations must be at least 1, but was %d", iterations);
    require(
        cellDocuments >= 2 && cellDocuments <= MAXIMUM_CELL_DOCUMENTS,
        "cell-documents must be 2 to %d, but was %d",
        MAXIMUM_CELL_DOCUMENTS,
        cellDocuments);
    require(
        neighbours >= 0 && neighbours <= MAXIMUM_NEIGHBOURS,
        "neighbours must be 0 to %d, but was %d",
        MAXIMUM_NEIGHBOURS,
        neighbours);
    require(
        reportThresholds.size() <= MAXIMUM_REPORT_THRESHOLDS,
        "report-thresholds must be %d at most, but were %d",
        MAXIMUM_REPORT_THRESHOLDS,
        reportThresholds.size());
    requireCosine("threshold", threshold);
    reportThresholds.forEach(cosine -> requireCosine("report-thresholds", cosine));
  }

  private static void requireCosine(String name, double cosine) {
    require(
        cosine > 0 && cosine <= 1, "%s must be above 0 and at most 1, but was %s", name, cosine);
  }

  /** The threshold that decides, then the others. */
  double[] thresholds() {
    double[] all = new double[1 + reportThresholds.size()];
    all[0] = threshold;
    for (int i = 1; i < all.length; i++) {
      all[i] = reportThresholds.get(i - 1);
    }
    return all;
  }
}
