package io.winnow.report.sections;

import static io.winnow.corpus.documents.DecisionTables.DECISIONS;
import static io.winnow.corpus.documents.DecisionTables.KEPT;

import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table.Columns;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Element;
import io.winnow.report.html.PageTable;
import io.winnow.report.run.FinishedRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is cut out of documents that are kept.
 *
 * @param cuts by reason, in the order of the reasons
 */
public record CutsSection(List<Cut> cuts) implements Section {
  private static final List<Columns> DOCUMENT = List.of(DECISIONS.columns(KEPT));

  /**
   * What is cut out for one reason.
   *
   * @param reason as the table {@code edits} has it
   * @param documents of which something is cut
   * @param spans how many
   * @param characters in them
   */
  public record Cut(String reason, long documents, long spans, long characters) {
    private static Cut none(String reason) {
      return new Cut(reason, 0, 0, 0);
    }

    private Cut plus(boolean anotherDocument, long moreCharacters) {
      return new Cut(
          reason, documents + (anotherDocument ? 1 : 0), spans + 1, characters + moreCharacters);
    }
  }

  /** Adds up what all stages cut. */
  public static CutsSection read(FinishedRun run) throws IOException {
    RunTables tables = run.tables();
    Map<String, Cut> sums = new TreeMap<>();
    for (String table : tables.tables()) {
      if (table.startsWith(EditTables.list("").name())) {
        for (Shard shard : tables.shards()) {
          add(tables, shard, EditTables.read(tables.folder(), shard, table), sums);
        }
      }
    }
    return new CutsSection(new ArrayList<>(sums.values()));
  }

  private static void add(
      RunTables tables, Shard shard, Map<Long, List<EditTables.Cut>> cuts, Map<String, Cut> sums)
      throws IOException {
    if (cuts.isEmpty()) {
      return;
    }
    try (AlignedRows decisions = AlignedRows.open(tables.folder(), shard.name(), DOCUMENT)) {
      long number = 0;
      for (Row row = decisions.row(); row != null; row = decisions.row()) {
        if (row.is(KEPT)) {
          add(cuts.getOrDefault(number, List.of()), sums);
        }
        number++;
      }
    }
  }

  /** Adds the cuts of one document. */
  private static void add(List<EditTables.Cut> cuts, Map<String, Cut> sums) {
    Set<String> met = new HashSet<>();
    for (EditTables.Cut cut : cuts) {
      boolean first = met.add(cut.reason());
      int characters = cut.span().end() - cut.span().start();
      sums.compute(
          cut.reason(),
          (reason, sum) -> (sum == null ? Cut.none(reason) : sum).plus(first, characters));
    }
  }

  @Override
  public List<Element> draw(Whole whole) {
    if (cuts.isEmpty()) {
      return List.of();
    }
    PageTable table =
        new PageTable("Cuts by reason")
            .words("Reason")
            .numbers("Documents")
            .numbers("Spans")
            .numbers("Characters");
    for (Cut cut : Bounds.first(cuts, Bounds.ROWS)) {
      table
          .row()
          .foreign(cut.reason())
          .number(cut.documents())
          .number(cut.spans())
          .number(cut.characters());
    }
    return List.of(
        Element.lead(
            "What is cut out of documents that stay, when they are written into a mixture. A"
                + " character that is cut for two reasons counts for both."),
        table.element());
  }
}
