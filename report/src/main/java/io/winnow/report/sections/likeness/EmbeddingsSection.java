package io.winnow.report.sections.likeness;

import static io.winnow.corpus.documents.DecisionTables.DECISIONS;
import static io.winnow.corpus.documents.DecisionTables.KEPT;
import static io.winnow.corpus.documents.DocumentTable.ID;
import static io.winnow.corpus.documents.DocumentTable.IDS;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.Described;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.sections.Section;
import io.winnow.report.sections.Whole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What k-means makes of the embeddings, and what goes at other thresholds.
 *
 * @param cells clusters of embeddings, the largest first
 * @param thresholds what SemDeDup would take, the highest first, each once
 */
public record EmbeddingsSection(List<Cell> cells, List<Threshold> thresholds) implements Section {
  private static final Column<Long> CELL = Column.number("cell", "number of its centroid");
  private static final Table CELLS = Table.aligned("cells", CELL);
  private static final List<Columns> DOCUMENT =
      List.of(IDS.columns(ID), DECISIONS.columns(KEPT), CELLS.columns(CELL));

  private static final Column<Double> COSINE = Column.real("threshold", "cosine");
  private static final Column<Long> COMPARED = Column.number("documents", "compared");
  private static final Column<Long> GONE = Column.number("gone", "of them");
  private static final Column<Long> SAMPLED = Column.number("sampled", "across clusters too");
  private static final Column<Long> PAIRS = Column.number("pairs", "of those, so similar");
  private static final Column<Long> TOGETHER = Column.number("together", "that are compared");
  private static final List<Column<?>> THRESHOLD =
      List.of(COSINE, COMPARED, GONE, SAMPLED, PAIRS, TOGETHER);
  private static final Table THRESHOLDS =
      new Table("thresholds_semantic", new Schema(THRESHOLD), Table.Shape.FIRST_SHARD);

  private static final int SHOWN_CELLS = 20;
  private static final int EXAMPLES = 3;

  /**
   * A cluster of embeddings.
   *
   * @param number of its centroid
   * @param documents in it, kept or not
   * @param kept of them
   * @param titles of some of them
   */
  public record Cell(long number, long documents, long kept, List<String> titles) {}

  /**
   * What SemDeDup does at one threshold, and how much of what it looks for it can see.
   *
   * @param cosine from which on a document goes
   * @param documents compared
   * @param gone of them
   * @param sampled documents that were compared across clusters too
   * @param pairs of those that are at least so similar
   * @param together of the pairs, those that are compared
   * @param decides whether it is the recipe's own
   */
  public record Threshold(
      double cosine,
      long documents,
      long gone,
      long sampled,
      long pairs,
      long together,
      boolean decides) {
    private static Threshold of(Row row, boolean decides) {
      return new Threshold(
          row.get(COSINE),
          row.get(COMPARED),
          row.get(GONE),
          row.get(SAMPLED),
          row.get(PAIRS),
          row.get(TOGETHER),
          decides);
    }
  }

  /** A cluster while it is counted; its examples are the documents with the smallest ids. */
  private static final class Found {
    private long documents;
    private long kept;
    private final TreeSet<DocumentId> examples = new TreeSet<>();

    void add(DocumentId id, boolean isKept) {
      documents++;
      kept += isKept ? 1 : 0;
      examples.add(id);
      if (examples.size() > EXAMPLES) {
        examples.pollLast();
      }
    }
  }

  /** Counts the documents of each cluster. */
  public static EmbeddingsSection read(FinishedRun run) throws IOException {
    RunTables tables = run.tables();
    SortedMap<Long, Found> found = new TreeMap<>();
    if (tables.has(CELLS)) {
      tables.visitAligned(
          DOCUMENT,
          row -> {
            Long cell = row.getOrNull(CELL);
            if (cell != null) {
              found.computeIfAbsent(cell, number -> new Found()).add(row.get(ID), row.is(KEPT));
            }
          });
    }
    // The first row is that of the threshold that decides, which may be there once more.
    SortedMap<Double, Threshold> thresholds = new TreeMap<>(Comparator.reverseOrder());
    if (tables.has(THRESHOLDS)) {
      tables.visit(
          THRESHOLDS,
          THRESHOLD,
          row -> thresholds.putIfAbsent(row.get(COSINE), Threshold.of(row, thresholds.isEmpty())));
    }
    return new EmbeddingsSection(cells(tables, found), List.copyOf(thresholds.values()));
  }

  private static List<Cell> cells(RunTables tables, SortedMap<Long, Found> found)
      throws IOException {
    Set<DocumentId> examples = new HashSet<>();
    found.values().forEach(cell -> examples.addAll(cell.examples));
    Map<DocumentId, Described> described = Described.names(tables, examples);
    List<Cell> cells = new ArrayList<>();
    found.forEach(
        (number, cell) ->
            cells.add(
                new Cell(
                    number,
                    cell.documents,
                    cell.kept,
                    cell.examples.stream()
                        .map(described::get)
                        .filter(Objects::nonNull)
                        .map(Described::name)
                        .toList())));
    cells.sort(Comparator.comparingLong(Cell::documents).reversed());
    return cells;
  }

  @Override
  public List<Element> draw(Whole whole) {
    if (cells.isEmpty()) {
      return List.of();
    }
    PageTable table =
        new PageTable("Clusters of embeddings")
            .words("Some of its documents")
            .bars("Documents")
            .numbers("Documents")
            .numbers("Kept");
    long largest = cells.stream().mapToLong(Cell::documents).max().orElse(0);
    for (Cell cell : Bounds.first(cells, SHOWN_CELLS)) {
      table
          .row()
          .foreign(String.join(" · ", cell.titles()))
          .add(
              Charts.bar(
                  Numbers.grouped(cell.kept()) + " kept",
                  largest,
                  new Charts.Part(cell.kept(), "kept"),
                  new Charts.Part(cell.documents() - cell.kept(), "rule")))
          .number(cell.documents())
          .number(cell.kept());
    }
    Element lead =
        Element.lead(
            Numbers.plural(cells.size(), "cluster", "clusters")
                + " of documents that are about the same; members of one are compared for what"
                + " they say, those of others only at a second look.");
    Bounds.more(lead, Tag.SPAN, cells.size(), SHOWN_CELLS, "clusters");
    return thresholds.isEmpty()
        ? List.of(lead, table.element())
        : List.of(lead, table.element(), thresholdTable());
  }

  private Element thresholdTable() {
    PageTable table =
        new PageTable("Thresholds of cosines")
            .words("Cosine")
            .numbers("Documents")
            .numbers("Gone")
            .numbers("Share")
            .numbers("Pairs in sample")
            .words("Compared");
    for (Threshold threshold : thresholds) {
      table
          .row()
          .words(threshold.cosine() + (threshold.decides() ? ", decides" : ""))
          .number(threshold.documents())
          .number(threshold.gone())
          .words(Numbers.percent(threshold.gone(), threshold.documents()))
          .number(threshold.pairs())
          .words(RecallSection.share(threshold.together(), threshold.pairs()));
    }
    return Element.of(
        Tag.FIGURE,
        Element.of(
            Tag.FIGCAPTION,
            Element.of(Tag.STRONG, "What would go at each threshold"),
            Element.of(
                Tag.SPAN,
                "All pairs with one of "
                    + Numbers.plural(thresholds.get(0).sampled(), "document", "documents")
                    + ", drawn by chance where there are more, were looked at. The search itself"
                    + " compares those in one cluster, and at a second look, if it takes one, those"
                    + " of neighbouring clusters; the others it cannot find. What goes is counted"
                    + " within clusters.")),
        table.element());
  }
}
