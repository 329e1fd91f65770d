package io.winnow.report.sections;

import static io.winnow.corpus.documents.DocumentTable.CAUSE;
import static io.winnow.corpus.documents.DocumentTable.DEAD_LETTERS;
import static io.winnow.corpus.documents.DocumentTable.DETAIL;
import static io.winnow.corpus.documents.DocumentTable.OFFSET;
import static io.winnow.corpus.documents.DocumentTable.SOURCE;
import static io.winnow.corpus.documents.DocumentTable.URI;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Excerpt;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.sections.FunnelSection.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records that could not be read.
 *
 * @param deadLetters by source and cause, in the order in which they were met
 */
public record DeadLettersSection(List<DeadLetterGroup> deadLetters) implements Section {
  private static final List<Column<?>> LETTER = List.of(SOURCE, CAUSE, URI, OFFSET, DETAIL);

  private static final int CAUSES = 60;
  private static final int EXAMPLES = 5;

  /** Records that could not be read for one cause, and some of them. */
  public record DeadLetterGroup(
      String source, String cause, long records, List<DeadLetterExample> examples) {}

  /**
   * A record that could not be read.
   *
   * @param offset byte offset in the file, -1 where the file is the record
   */
  public record DeadLetterExample(String uri, long offset, String detail) {}

  /** Where groups are gathered. */
  private record Group(String source, String cause) {}

  /** A row of the table. */
  private record Letter(Group group, DeadLetterExample example) {
    static Letter of(Row row) {
      return new Letter(
          new Group(row.get(SOURCE), row.get(CAUSE)),
          new DeadLetterExample(row.get(URI), row.get(OFFSET), row.get(DETAIL)));
    }
  }

  /** Counts the records of each source and cause, and keeps the first ones. */
  public static DeadLettersSection read(FinishedRun run) throws IOException {
    Map<Group, Long> counts = new LinkedHashMap<>();
    Map<Group, List<DeadLetterExample>> examples = new LinkedHashMap<>();
    run.tables()
        .visit(
            DEAD_LETTERS,
            LETTER,
            row -> {
              Letter letter = Letter.of(row);
              counts.merge(letter.group(), 1L, Long::sum);
              List<DeadLetterExample> some =
                  examples.computeIfAbsent(letter.group(), group -> new ArrayList<>());
              if (some.size() < EXAMPLES) {
                some.add(letter.example());
              }
            });
    List<DeadLetterGroup> groups = new ArrayList<>();
    examples.forEach(
        (group, some) ->
            groups.add(
                new DeadLetterGroup(
                    group.source(), group.cause(), counts.getOrDefault(group, 0L), some)));
    return new DeadLettersSection(groups);
  }

  @Override
  public List<Element> draw(Whole whole) {
    if (deadLetters.isEmpty()) {
      return List.of();
    }
    Source all = whole.all();
    Element lead =
        Element.lead(
            Numbers.grouped(all.deadLetters())
                + " of "
                + Numbers.grouped(all.records())
                + " records ("
                + Numbers.percent(all.deadLetters(), all.records())
                + ") could not be read.");
    Bounds.more(lead, Tag.SPAN, deadLetters.size(), CAUSES, "causes");
    List<Element> content = new ArrayList<>(List.of(lead));
    for (DeadLetterGroup group : Bounds.first(deadLetters, CAUSES)) {
      content.add(details(group));
    }
    return content;
  }

  private static Element details(DeadLetterGroup group) {
    PageTable table =
        new PageTable(
                "Dead letters of "
                    + Excerpt.of(group.source(), Bounds.NAME)
                    + ": "
                    + Excerpt.of(group.cause(), Bounds.NAME))
            .words("Where")
            .numbers("Offset")
            .words("What");
    for (DeadLetterExample example : Bounds.first(group.examples(), EXAMPLES)) {
      table
          .row()
          .add(Element.of(Tag.SPAN).css("uri").foreign(example.uri(), Bounds.URI))
          .words(example.offset() < 0 ? "whole file" : Numbers.grouped(example.offset()))
          .add(Element.of(Tag.SPAN).foreign(example.detail(), Bounds.URI));
    }
    String records = Numbers.plural(group.records(), "record", "records");
    return Element.of(
        Tag.DETAILS,
        Element.of(
            Tag.SUMMARY,
            Charts.key("dead"),
            Element.of(Tag.STRONG).foreign(group.cause(), Bounds.NAME),
            Element.of(Tag.SPAN).css("muted").foreign(group.source(), Bounds.NAME),
            Element.of(Tag.SPAN, records).css("muted")),
        table.element());
  }
}
