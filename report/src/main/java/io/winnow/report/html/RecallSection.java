package io.winnow.report.html;

import io.winnow.report.Report;
import java.util.Locale;

/** The section that says what a cheap embedding costs. */
final class RecallSection {
  /** With fewer pairs a share says nothing. */
  private static final int FEW_PAIRS = 20;

  private RecallSection() {}

  /** Of pairs of a sample, in words where they are too few. */
  static String share(long found, long pairs) {
    return pairs < FEW_PAIRS ? "too few pairs for a share" : Numbers.percent(found, pairs);
  }

  static Element[] of(Report.EmbeddingRecall recall) {
    Table table =
        new Table("Near pairs under both models")
            .words("Cosine")
            .numbers("Near under the transformer")
            .numbers("Of them found")
            .words("Recall")
            .numbers("Found besides");
    int shown = Math.min(Bounds.THRESHOLDS, recall.pairs().size());
    for (Report.NearPairs pairs : recall.pairs().subList(0, shown)) {
      boolean own = recall.threshold() != null && recall.threshold() == pairs.threshold();
      table
          .row()
          .words(String.format(Locale.ROOT, "%.3f%s", pairs.threshold(), own ? " (semdedup)" : ""))
          .number(pairs.wanted())
          .number(pairs.found())
          .words(share(pairs.found(), pairs.wanted()))
          .number(pairs.extra());
    }
    return new Element[] {
      Element.of(
              Tag.P,
              "What the static embeddings cost against the transformer: all pairs of a sample of "
                  + RunPage.plural(recall.documents(), "document", "documents")
                  + ", chosen by the hashes of their ids, were compared under both, at the same"
                  + " cosine.")
          .css("lead"),
      table.element()
    };
  }
}
