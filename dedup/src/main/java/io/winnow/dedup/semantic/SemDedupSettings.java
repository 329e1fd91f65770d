package io.winnow.dedup.semantic;

import io.winnow.corpus.stage.CheckedSettings;
import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** How documents are found that say the same (SemDeDup, Abbas et al., 2023, section 3). */
@Section(name = "semdedup", text = "How documents are found that say the same.")
public record SemDedupSettings(
    @Setting(
            value = "Cosine from which on the less preferred of two documents goes.",
            fallback = "0.95",
            above = 0,
            maximum = 1)
        double threshold, // 1 - eps in the paper
    @Setting(
            value = "Other cosines, of which the report says how many documents would go.",
            example = "[0.8, 0.9]",
            fallback = "[]",
            above = 0,
            maximum = 1)
        List<Double> reportThresholds,
    @Setting(
            value =
                "Clusters of k-means, as many as it learns from at most; only documents of one"
                    + " are compared. 0 is one per 1,000.",
            fallback = "0",
            minimum = 0,
            maximum = 100000)
        int clusters,
    @Setting(
            value = "Documents, at most, that k-means learns from.",
            fallback = "100000",
            minimum = 1,
            maximum = 200000) // 460 MB of 384 dimensions in one worker, and 6 KB a centroid
        int sample,
    @Setting(value = "Iterations of k-means at most.", fallback = "50", minimum = 1, maximum = 1000)
        int iterations,
    @Setting(
            value = "Documents that a cluster may have before it is split.",
            fallback = "20000",
            minimum = 2,
            maximum = 100000) // 230 MB of 384 dimensions
        int cellDocuments,
    @Setting(
            value =
                "Next nearest clusters whose documents each one is compared with at a second"
                    + " look.",
            fallback = "0",
            minimum = 0,
            maximum = 16) // each costs as much as the first look
        int neighbours,
    @Setting(
            value = "Kinds that are compared.",
            fallback = "[\"web\"]",
            items = 1,
            allowed = {"web", "book", "paper", "code", "social"})
        List<String> kinds)
    implements CheckedSettings, Serializable {
  /** So many in a cluster fill a worker with about a tenth of a second of comparisons. */
  static final int DOCUMENTS_PER_CLUSTER = 1000;

  /** Numbers of {@code reportThresholds}. */
  public static final int MAXIMUM_REPORT_THRESHOLDS = SemanticCell.MAXIMUM_THRESHOLDS - 1;

  public SemDedupSettings {
    reportThresholds = List.copyOf(reportThresholds);
    kinds = List.copyOf(kinds);
  }

  /** More cosines than one pass counts at. */
  @Override
  public void check(BiConsumer<String, String> fault) {
    if (reportThresholds.size() > MAXIMUM_REPORT_THRESHOLDS) {
      fault.accept(
          "report-thresholds",
          String.format(
              Locale.ROOT,
              "semdedup.report-thresholds must be %d at most, but were %d",
              MAXIMUM_REPORT_THRESHOLDS,
              reportThresholds.size()));
    }
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
