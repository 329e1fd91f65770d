package io.winnow.report.sections.likeness;

import static io.winnow.corpus.documents.ClusterLists.SURVIVOR;
import static io.winnow.corpus.documents.DecisionTables.BY;
import static io.winnow.corpus.documents.DocumentTable.ID;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Tag;
import io.winnow.report.run.Described;
import io.winnow.report.run.Drops;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.sections.ExamplesSection;
import io.winnow.report.sections.ExamplesSection.Example;
import io.winnow.report.sections.Section;
import io.winnow.report.sections.Whole;
import io.winnow.report.statistics.Reason;
import io.winnow.report.statistics.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Documents that went as copies, each beside the one that is kept for it.
 *
 * @param copies in the order in which reasons are asked; none in reports of versions before
 */
public record CopiesSection(List<Copy> copies) implements Section {
  private static final int COPIES = 40;

  public CopiesSection {
    copies = copies == null ? List.of() : List.copyOf(copies);
  }

  /**
   * A document and what is kept in its place.
   *
   * @param stage that dropped it
   * @param reason that this gave
   * @param survivor null where no document of this run is kept for it, as where an earlier run has
   *     its like
   */
  public record Copy(String stage, String reason, Example loser, @Nullable Example survivor) {}

  /** The examples of all that drops members of clusters, with their survivors. */
  public static CopiesSection read(FinishedRun run) throws IOException {
    Statistics statistics = run.facts().statistics();
    Map<Drop, Map<DocumentId, DocumentId>> survivors = new HashMap<>();
    Set<DocumentId> shown = new HashSet<>();
    for (Drop drop : run.facts().drops().order()) {
      List<DocumentId> losers = statistics.examples(new Reason(drop.stage(), drop.reason()));
      if (Drops.method(drop).isPresent() && !losers.isEmpty()) {
        Map<DocumentId, DocumentId> found = survivors(run.tables(), drop, new HashSet<>(losers));
        survivors.put(drop, found);
        shown.addAll(losers);
        shown.addAll(found.values());
      }
    }
    Map<DocumentId, Described> described = Described.beginnings(run.tables(), shown);
    List<Copy> copies = new ArrayList<>();
    for (Drop drop : run.facts().drops().order()) {
      Map<DocumentId, DocumentId> found = survivors.getOrDefault(drop, Map.of());
      for (DocumentId id : statistics.examples(new Reason(drop.stage(), drop.reason()))) {
        Example loser = example(id, described);
        if (survivors.containsKey(drop) && loser != null) {
          Example survivor = found.containsKey(id) ? example(found.get(id), described) : null;
          copies.add(new Copy(drop.stage(), drop.reason(), loser, survivor));
        }
      }
    }
    return new CopiesSection(copies);
  }

  private static @Nullable Example example(
      @Nullable DocumentId id, Map<DocumentId, Described> described) {
    Described document = id == null ? null : described.get(id);
    return id == null || document == null ? null : Example.of(id, document, List.of());
  }

  /** Who is kept for some documents, by a list of clusters. */
  private static Map<DocumentId, DocumentId> survivors(
      RunTables tables, Drop drop, Set<DocumentId> losers) throws IOException {
    Map<DocumentId, DocumentId> survivors = new HashMap<>();
    Table list = drop.table();
    if (list == null || !tables.has(list)) {
      return survivors;
    }
    boolean groups = drop.how() == Drop.How.GROUPS;
    Schema columns = groups ? Schema.of(ID, SURVIVOR, BY) : Schema.of(ID, SURVIVOR);
    String method = Drops.method(drop).orElseThrow();
    tables.visit(
        new Table(list.name(), columns, Table.Shape.LIST),
        columns.columns(),
        row -> {
          DocumentId id = row.get(ID);
          DocumentId survivor = row.getOrNull(SURVIVOR);
          if (losers.contains(id)
              && survivor != null
              && !survivor.equals(id)
              && (!groups || method.equals(row.get(BY)))) {
            survivors.put(id, survivor);
          }
        });
    return survivors;
  }

  @Override
  public List<Element> draw(Whole whole) {
    if (copies.isEmpty()) {
      return List.of();
    }
    Element lead =
        Element.lead(
            "Some documents that went as copies, on the left, each beside the one that is kept"
                + " in its place.");
    Bounds.more(lead, Tag.SPAN, copies.size(), COPIES, "copies");
    List<Element> content = new ArrayList<>(List.of(lead));
    for (Copy copy : Bounds.first(copies, COPIES)) {
      String title = copy.loser().title();
      Element summary =
          Element.of(
              Tag.SUMMARY,
              Charts.key(whole.drops().css(copy.stage())),
              Element.of(Tag.STRONG).foreign(copy.reason(), Bounds.NAME),
              Element.of(Tag.SPAN)
                  .foreign(title == null ? copy.loser().uri() : title, Bounds.NAME));
      Example survivor = copy.survivor();
      Element kept =
          survivor == null
              ? Element.of(Tag.P, "no document of this run").css("muted")
              : ExamplesSection.article(survivor, whole);
      content.add(
          Element.of(
              Tag.DETAILS,
              summary,
              Element.of(
                      Tag.DIV,
                      Element.of(
                          Tag.DIV,
                          Element.of(Tag.P, "Dropped").css("side"),
                          ExamplesSection.article(copy.loser(), whole)),
                      Element.of(Tag.DIV, Element.of(Tag.P, "Kept in its place").css("side"), kept))
                  .css("sides")));
    }
    return content;
  }
}
