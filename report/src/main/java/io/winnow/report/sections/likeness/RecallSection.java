package io.winnow.report.sections.likeness;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Element;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.sections.Section;
import io.winnow.report.sections.Whole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a cheap embedding costs.
 *
 * @param embeddingRecall null where none was used, or nothing was compared
 */
public record RecallSection(@Nullable EmbeddingRecall embeddingRecall) implements Section {
  private static final Column<Double> COSINE = Column.real("threshold", "cosine");
  private static final Column<Long> DOCUMENTS = Column.number("documents", "in the sample");
  private static final Column<Long> WANTED = Column.number("wanted", "near pairs");
  private static final Column<Long> FOUND = Column.number("found", "of them");
  private static final Column<Long> EXTRA = Column.number("extra", "found besides");
  private static final List<Column<?>> COLUMNS = List.of(COSINE, DOCUMENTS, WANTED, FOUND, EXTRA);
  private static final Table RECALL =
      new Table("embedding_recall", new Schema(COLUMNS), Table.Shape.FIRST_SHARD);

  /** With fewer pairs a share says nothing. */
  private static final int FEW_PAIRS = 20;

  private static final int THRESHOLDS = 20;

  /**
   * How many near pairs a cheap embedding finds, of those of a transformer; all pairs of a sample.
   *
   * @param documents in the sample
   * @param threshold cosine from which on the run calls documents the same; null where it does not
   * @param pairs by threshold, the highest first
   */
  public record EmbeddingRecall(
      long documents, @Nullable Double threshold, List<NearPairs> pairs) {}

  /**
   * Near pairs at a threshold.
   *
   * @param wanted near under the transformer
   * @param found of them, near under the cheap model too
   * @param extra near under the cheap model only
   */
  public record NearPairs(double threshold, long wanted, long found, long extra) {}

  /** A row of the table. */
  private record Compared(long documents, NearPairs pairs) {
    static Compared of(Row row) {
      return new Compared(
          row.get(DOCUMENTS),
          new NearPairs(row.get(COSINE), row.get(WANTED), row.get(FOUND), row.get(EXTRA)));
    }
  }

  /** What the comparison found, if there was one. */
  public static RecallSection read(FinishedRun run) throws IOException {
    List<Compared> compared = new ArrayList<>();
    if (run.tables().has(RECALL)) {
      run.tables().visit(RECALL, COLUMNS, row -> compared.add(Compared.of(row)));
    }
    if (compared.isEmpty()) {
      return new RecallSection(null);
    }
    return new RecallSection(
        new EmbeddingRecall(
            compared.get(0).documents(),
            run.facts().likeness().same(),
            compared.stream()
                .map(Compared::pairs)
                .sorted(Comparator.comparing(NearPairs::threshold).reversed())
                .toList()));
  }

  @Override
  public List<Element> draw(Whole whole) {
    return embeddingRecall == null ? List.of() : draw(embeddingRecall);
  }

  private static List<Element> draw(EmbeddingRecall recall) {
    PageTable table =
        new PageTable("Near pairs under both models")
            .words("Cosine")
            .numbers("Near under the transformer")
            .numbers("Of them found")
            .words("Recall")
            .numbers("Found besides");
    for (NearPairs pairs : Bounds.first(recall.pairs(), THRESHOLDS)) {
      boolean own = recall.threshold() != null && recall.threshold() == pairs.threshold();
      table
          .row()
          .words(String.format(Locale.ROOT, "%.3f%s", pairs.threshold(), own ? " (semdedup)" : ""))
          .number(pairs.wanted())
          .number(pairs.found())
          .words(share(pairs.found(), pairs.wanted()))
          .number(pairs.extra());
    }
    return List.of(
        Element.lead(
            "What the static embeddings cost against the transformer: all pairs of a sample of "
                + Numbers.plural(recall.documents(), "document", "documents")
                + ", chosen by the hashes of their ids, were compared under both, at the same"
                + " cosine."),
        table.element());
  }

  /** Of pairs of a sample, in words where they are too few. */
  static String share(long found, long pairs) {
    return pairs < FEW_PAIRS ? "too few pairs for a share" : Numbers.percent(found, pairs);
  }
}
