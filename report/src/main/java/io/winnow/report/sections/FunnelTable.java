package io.winnow.report.sections;

import io.winnow.corpus.stage.Drop;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Excerpt;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.Drops;
import io.winnow.report.sections.FunnelSection.Count;
import io.winnow.report.sections.FunnelSection.Source;
import io.winnow.report.sections.FunnelSection.Step;
import io.winnow.report.statistics.Amount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The way of a source's records as a table of steps, each taking some out, the last being what is
 * kept.
 */
record FunnelTable(Drops drops) {
  private static final String DOCUMENTS = "Documents";

  /**
   * One line of a funnel.
   *
   * @param label in our words, or empty if the name is all there is
   * @param name in a stranger's words, or empty
   * @param css the class of its colour
   * @param out what it takes out; text and tokens are not known of records without a document
   * @param records whether {@code out} counts records of which only the number is known
   * @param before records that come to it
   */
  private record Line(
      String label, String name, String css, Amount out, boolean records, long before) {
    long left() {
      return before - out.documents();
    }
  }

  /** What the colours stand for. */
  Element legend() {
    Element legend =
        Element.of(
            Tag.P, Charts.legend("passed", "passed over"), Charts.legend("dead", "dead letters"));
    for (Drop.Colour colour : drops.colours()) {
      legend.add(Charts.legend(Drops.css(colour), Drops.words(colour)));
    }
    return legend.add(Charts.legend("kept", "kept")).css("legend");
  }

  /** All lines between the records that come in and the documents that are kept. */
  private List<Line> lines(Source source, boolean withEmpty) {
    List<Line> lines = new ArrayList<>();
    long before = source.records();
    before = add(lines, "Passed over", "passed", source.sumPassedOver(), before);
    before = add(lines, "Dead letters", "dead", source.deadLetters(), before);
    lines.add(new Line(DOCUMENTS, "", "kept", Amount.NONE, true, before));
    List<Step> steps =
        source.steps().stream()
            .filter(step -> withEmpty || step.dropped().documents() > 0)
            .toList();
    List<Step> shown = Bounds.first(steps, FunnelSection.STEPS);
    for (Step step : shown) {
      String label = drops.label(step.stage());
      String css = drops.css(step.stage());
      lines.add(new Line(label, step.reason(), css, step.dropped(), false, before));
      before -= step.dropped().documents();
    }
    if (shown.size() < steps.size()) {
      List<Step> others = steps.subList(shown.size(), steps.size());
      Amount sum = Amount.sum(others.stream().map(Step::dropped).toList());
      String label = Numbers.grouped(others.size()) + " other reasons";
      lines.add(new Line(label, "", Drops.css(Drop.Colour.RULE), sum, false, before));
    }
    return lines;
  }

  private static long add(List<Line> lines, String label, String css, long records, long before) {
    lines.add(new Line(label, "", css, new Amount(records, 0, 0), true, before));
    return before - records;
  }

  /** The table, with a bar in each row. */
  Element draw(Source source, boolean withEmpty) {
    PageTable table =
        new PageTable("Funnel of " + Excerpt.of(source.name(), Bounds.NAME))
            .words("Step")
            .bars("Records left")
            .numbers("Out")
            .numbers("Share")
            .numbers("Left")
            .numbers("Tokens out")
            .numbers("MB out");
    long all = source.records();
    table
        .row("in")
        .words("Records in")
        .add(Charts.bar(Numbers.grouped(all) + " records", all, new Charts.Part(all, "left")))
        .words("")
        .words(all == 0 ? "–" : "100 %")
        .number(all)
        .words("")
        .words("");
    for (Line line : lines(source, withEmpty)) {
      if (line.label().equals(DOCUMENTS)) {
        documents(table.row("in"), line.before(), all);
      } else {
        draw(line, table.row(line.out().documents() == 0 ? "none" : ""), all);
      }
    }
    Amount kept = source.kept();
    table
        .row("total")
        .add(Charts.key("kept"), Element.of(Tag.SPAN, "Kept"))
        .add(
            Charts.bar(
                Numbers.grouped(kept.documents()) + " kept",
                all,
                new Charts.Part(kept.documents(), "kept")))
        .words("")
        .words(Numbers.percent(kept.documents(), all))
        .number(kept.documents())
        .number(kept.tokens())
        .words(Numbers.megabytes(kept.textBytes()));
    return table.element();
  }

  /** What is left when records that are no documents have gone. */
  private static void documents(PageTable.Row row, long documents, long all) {
    row.words(DOCUMENTS)
        .add(
            Charts.bar(
                Numbers.grouped(documents) + " documents", all, new Charts.Part(documents, "left")))
        .words("")
        .words(Numbers.percent(documents, all))
        .number(documents)
        .words("")
        .words("");
  }

  private static void draw(Line line, PageTable.Row row, long all) {
    long out = line.out().documents();
    String title = Numbers.grouped(out) + " out, " + Numbers.grouped(line.left()) + " left";
    Element name = Element.of(Tag.SPAN, line.label()).foreign(line.name(), Bounds.NAME);
    row.add(Charts.key(line.css()), name)
        .add(
            Charts.bar(
                title, all, new Charts.Part(line.left(), "left"), new Charts.Part(out, line.css())))
        .number(out)
        .words(Numbers.percent(out, all))
        .number(line.left());
    if (line.records()) {
      row.words("").words("");
    } else {
      row.number(line.out().tokens()).words(Numbers.megabytes(line.out().textBytes()));
    }
  }

  /** Records that hold no document, by source and reason, the most frequent first. */
  static List<Element> passedOver(List<Source> sources) {
    record Passed(String source, Count count) {}
    List<Passed> all = new ArrayList<>();
    sources.forEach(
        source -> source.passedOver().forEach(c -> all.add(new Passed(source.name(), c))));
    all.sort(Comparator.comparingLong((Passed passed) -> -passed.count().count()));
    PageTable table =
        new PageTable("Records passed over by reason")
            .words("Source")
            .words("Passed over as")
            .numbers("Records");
    for (Passed passed : Bounds.first(all, Bounds.ROWS)) {
      table
          .row()
          .foreign(passed.source())
          .foreign(passed.count().name())
          .number(passed.count().count());
    }
    long others = all.stream().skip(Bounds.ROWS).mapToLong(p -> p.count().count()).sum();
    if (others > 0) {
      String reasons = Numbers.grouped(all.size() - Bounds.ROWS) + " others";
      table.row().words(reasons).words("").number(others);
    }
    long records = all.stream().mapToLong(passed -> passed.count().count()).sum();
    return List.of(
        Element.of(Tag.H3, "Passed over"),
        Element.lead(
            Numbers.plural(records, "record holds", "records hold")
                + " no document, such as a redirect or a picture. They are no dead letters, which"
                + " could not be read."),
        table.element());
  }
}
