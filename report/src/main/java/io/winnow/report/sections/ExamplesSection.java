package io.winnow.report.sections;

import static io.winnow.report.html.Attribute.CLASS;
import static io.winnow.report.html.Attribute.DIR;
import static io.winnow.report.html.Attribute.TABINDEX;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.run.RunTables;
import io.winnow.report.html.Anchors;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Excerpt;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.Tag;
import io.winnow.report.run.Described;
import io.winnow.report.run.Drops;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.run.RunFacts;
import io.winnow.report.statistics.Reason;
import io.winnow.report.statistics.SourceStatistics;
import io.winnow.report.statistics.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Documents that were kept, and dropped for each reason.
 *
 * @param examples those that were kept first
 */
public record ExamplesSection(List<ExampleGroup> examples) implements Section {
  private static final String SIGNALS = "signals";
  private static final Set<String> DECIDED =
      Set.of(
          DecisionTables.RULED.name(),
          DecisionTables.PREFILTER.name(),
          DecisionTables.DECIDED.name(),
          DecisionTables.DECISIONS.name());

  private static final int GROUPS = 80;
  private static final int EXAMPLES = 3;
  private static final int MEASURES = 12;

  /** Characters of a name in a command. */
  private static final int COMMAND = 60;

  /**
   * Some documents that share a fate.
   *
   * @param stage the stage that dropped them; null for kept ones
   * @param reason why; null for kept ones
   * @param documents how many there are in all
   */
  public record ExampleGroup(
      @Nullable String stage, @Nullable String reason, long documents, List<Example> examples) {}

  /**
   * One document as an example. The excerpt is cut to {@link Described#EXCERPT_CHARACTERS}.
   *
   * @param measures what the rule looked at
   */
  public record Example(
      String id,
      String source,
      String uri,
      @Nullable String title,
      String excerpt,
      List<Measure> measures) {
    public Example {
      excerpt = Excerpt.of(excerpt, Described.EXCERPT_CHARACTERS);
      measures = List.copyOf(measures);
    }

    /** A document that is described. */
    public static Example of(DocumentId id, Described document, List<Measure> measures) {
      return new Example(
          id.toString(),
          document.source(),
          document.uri(),
          document.title(),
          document.excerpt(),
          measures);
    }
  }

  /**
   * A measured value.
   *
   * @param value the value as text; null where it is missing
   */
  public record Measure(String name, @Nullable String value) {}

  /** The documents that the counts remember, with what their rules looked at. */
  public static ExamplesSection read(FinishedRun run) throws IOException {
    Statistics statistics = run.facts().statistics();
    Map<Reason, Set<String>> looked = new HashMap<>();
    for (RunFacts.Rule rule : run.facts().rules()) {
      looked.put(
          new Reason(RunFacts.Rule.STAGE, rule.name()),
          Condition.parse(rule.condition()).columns());
    }
    Set<DocumentId> kept = new HashSet<>(statistics.examples(null));
    Set<DocumentId> dropped = new HashSet<>();
    statistics.reasons().forEach(reason -> dropped.addAll(statistics.examples(reason)));
    Set<DocumentId> all = new HashSet<>(kept);
    all.addAll(dropped);
    Map<DocumentId, Described> described = Described.beginnings(run.tables(), all);
    Map<DocumentId, Map<String, String>> measures = measures(run.tables(), dropped, looked);

    SortedMap<Reason, Long> counts = new TreeMap<>();
    long documents = 0;
    for (SourceStatistics source : statistics.sources()) {
      documents += source.kept().documents();
      source.dropped().forEach((reason, out) -> counts.merge(reason, out.documents(), Long::sum));
    }
    List<ExampleGroup> groups = new ArrayList<>();
    List<Example> some = examples(statistics.examples(null), Set.of(), described, measures);
    groups.add(new ExampleGroup(null, null, documents, some));
    for (Reason reason : statistics.reasons()) {
      Set<String> columns = looked.getOrDefault(reason, Set.of());
      groups.add(
          new ExampleGroup(
              reason.stage(),
              reason.reason(),
              counts.getOrDefault(reason, 0L),
              examples(statistics.examples(reason), columns, described, measures)));
    }
    return new ExamplesSection(groups);
  }

  private static List<Example> examples(
      List<DocumentId> ids,
      Set<String> columns,
      Map<DocumentId, Described> described,
      Map<DocumentId, Map<String, String>> measures) {
    List<Example> examples = new ArrayList<>();
    for (DocumentId id : ids) {
      Described document = described.get(id);
      if (document != null) {
        Map<String, String> values = measures.getOrDefault(id, Map.of());
        List<Measure> looked =
            columns.stream().map(name -> new Measure(name, values.get(name))).toList();
        examples.add(Example.of(id, document, looked));
      }
    }
    return examples;
  }

  /** What some documents have of what rules look at, whichever tables have it. */
  private static Map<DocumentId, Map<String, String>> measures(
      RunTables tables, Set<DocumentId> wanted, Map<Reason, Set<String>> looked)
      throws IOException {
    Set<String> asked = new TreeSet<>();
    looked.values().forEach(asked::addAll);
    Map<DocumentId, Map<String, String>> measures = new HashMap<>();
    List<String> order = new ArrayList<>(List.of(DocumentTable.DOCUMENTS.name(), SIGNALS));
    tables.tables().stream().filter(table -> !order.contains(table)).forEach(order::add);
    for (String table : order) {
      // What says what became of documents is nothing that a rule could have looked at.
      if (!asked.isEmpty() && !table.startsWith("mixtures/") && !DECIDED.contains(table)) {
        List<String> columns = new ArrayList<>(tables.readableColumns(table));
        columns.retainAll(asked);
        if (!columns.isEmpty()) {
          asked.removeAll(columns);
          visit(tables, table, columns, wanted, measures);
        }
      }
    }
    return measures;
  }

  private static void visit(
      RunTables tables,
      String table,
      List<String> columns,
      Set<DocumentId> wanted,
      Map<DocumentId, Map<String, String>> measures)
      throws IOException {
    List<String> read = new ArrayList<>(List.of(DocumentTable.ID.name()));
    read.addAll(columns);
    tables.visit(
        table,
        read,
        null,
        row -> {
          DocumentId id = (DocumentId) Objects.requireNonNull(row[0]);
          if (wanted.contains(id)) {
            Map<String, String> values = measures.computeIfAbsent(id, i -> new HashMap<>());
            for (int i = 1; i < row.length; i++) {
              if (row[i] != null) {
                values.put(read.get(i), row[i].toString());
              }
            }
          }
          return true;
        });
  }

  @Override
  public List<Element> draw(Whole whole) {
    if (examples.isEmpty()) {
      return List.of();
    }
    Element lead =
        Element.lead(
            "Documents chosen by hash, so the same in every run over the same input; each "
                + "with the beginning of its text and what the rule looked at. Marks that "
                + "cannot be seen are spelled out. Commands are for the folder of the run, in "
                + "which that of the report lies.");
    Bounds.more(lead, Tag.SPAN, examples.size(), GROUPS, "groups");
    List<Element> content = new ArrayList<>(List.of(lead));
    for (ExampleGroup group : Bounds.first(examples, GROUPS)) {
      content.add(details(group, whole));
    }
    return content;
  }

  private static Element details(ExampleGroup group, Whole whole) {
    Drops drops = whole.drops();
    String stage = group.stage();
    String reason = group.reason();
    Element summary = Element.of(Tag.SUMMARY);
    if (reason == null) {
      summary.add(Charts.key("kept"), Element.of(Tag.STRONG, "Kept"));
    } else {
      summary.add(
          Charts.key(drops.css(stage == null ? "" : stage)),
          Element.of(Tag.STRONG).foreign(reason, Bounds.NAME));
      if (stage != null) {
        summary.add(Element.of(Tag.SPAN).css("muted").foreign(stage, Bounds.NAME));
      }
    }
    String documents = Numbers.plural(group.documents(), "document", "documents");
    summary.add(Element.of(Tag.SPAN, documents).css("muted"));
    Element details = Element.of(Tag.DETAILS, summary);
    if (reason != null && stage != null) {
      details.add(
          command(
              "winnow show . decisions --where 'stage = "
                  + Excerpt.of(stage, COMMAND)
                  + " and reason = "
                  + Excerpt.of(reason, COMMAND)
                  + "'"));
      String rule = Anchors.ofRule(reason);
      if (stage.equals(RunFacts.Rule.STAGE) && whole.anchors().has(rule)) {
        details.add(Element.of(Tag.P, Element.link(rule, "What the rule says")).css("small"));
      }
    }
    Bounds.first(group.examples(), EXAMPLES)
        .forEach(example -> details.add(article(example, whole)));
    return details;
  }

  /** A command for the folder of the run, to be copied. */
  private static Element command(String words) {
    return Element.of(Tag.P, Element.of(Tag.CODE, Excerpt.of(words, Bounds.NAME))).css("command");
  }

  /**
   * A document with the beginning of its text, its place in the page and the command that tells its
   * story.
   */
  public static Element article(Example example, Whole whole) {
    Element article = Element.of(Tag.ARTICLE);
    String title = example.title();
    if (title != null && !title.isEmpty()) {
      article.add(Element.of(Tag.H3).foreign(title, Bounds.NAME));
    }
    Element from = Element.of(Tag.P).css("muted small").foreign(example.source(), Bounds.NAME);
    article.add(
        Element.of(Tag.P).css("uri").foreign(example.uri(), Bounds.URI),
        whole.anchors().set(from.text(" "), Anchors.ofDocument(example.id())),
        command("winnow explain . " + example.id()));
    if (!example.measures().isEmpty()) {
      Element list = Element.of(Tag.UL).set(CLASS, "measures");
      for (Measure measure : Bounds.first(example.measures(), MEASURES)) {
        String value = measure.value();
        Element item = Element.of(Tag.LI).foreign(measure.name(), Bounds.NAME).text(" ");
        list.add(
            value == null
                ? item.add(Element.of(Tag.SPAN, "missing").css("muted"))
                : item.add(Element.of(Tag.STRONG).foreign(value, Bounds.NAME)));
      }
      article.add(list);
    }
    return article.add(
        Element.of(Tag.PRE)
            .set(DIR, "auto")
            .set(TABINDEX, "0")
            .foreign(example.excerpt(), Described.EXCERPT_CHARACTERS));
  }
}
