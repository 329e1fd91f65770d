package io.winnow.report.html;

import io.winnow.report.Excerpt;
import io.winnow.report.Report.Source;
import io.winnow.report.Report.Step;
import io.winnow.report.statistics.Amount;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of a source's records as a list of steps, each taking some out, the last being what is
 * kept.
 */
final class Funnel {
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
  record Line(String label, String name, String css, Amount out, boolean records, long before) {
    long left() {
      return before - out.documents();
    }
  }

  private Funnel() {}

  /** All lines between the records that come in and the documents that are kept. */
  static List<Line> lines(Source source, boolean withEmpty) {
    List<Line> lines = new ArrayList<>();
    long before = source.records();
    before = add(lines, "Passed over", "passed", source.sumPassedOver(), before);
    before = add(lines, "Dead letters", "dead", source.deadLetters(), before);
    List<Step> steps =
        source.steps().stream()
            .filter(step -> withEmpty || step.dropped().documents() > 0)
            .toList();
    int shown = steps.size() > Bounds.STEPS ? Bounds.STEPS : steps.size();
    for (Step step : steps.subList(0, shown)) {
      lines.add(
          new Line(
              label(step.stage()),
              step.reason(),
              css(step.stage()),
              step.dropped(),
              false,
              before));
      before -= step.dropped().documents();
    }
    if (shown < steps.size()) {
      List<Step> others = steps.subList(shown, steps.size());
      Amount sum = Amount.sum(others.stream().map(Step::dropped).toList());
      String label = Numbers.grouped(others.size()) + " other reasons";
      lines.add(new Line(label, "", "rule", sum, false, before));
    }
    return lines;
  }

  private static long add(List<Line> lines, String label, String css, long records, long before) {
    lines.add(new Line(label, "", css, new Amount(records, 0, 0), true, before));
    return before - records;
  }

  /** What a step's name wants before it, so that it is understood. */
  static String label(String stage) {
    return switch (stage) {
      case "exact" -> "exact copy: ";
      case "minhash" -> "near copy: ";
      default -> "";
    };
  }

  /** The class of the colour of what a stage drops. */
  static String css(String stage) {
    return switch (stage) {
      case "exact" -> "exact";
      case "minhash", "semdedup" -> "near";
      default -> "rule";
    };
  }

  /** The funnel as a table with a bar in each row. */
  static Element table(Source source, boolean withEmpty) {
    Table table =
        new Table("Funnel of " + Excerpt.of(source.name(), Bounds.NAME))
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
      long out = line.out().documents();
      String title = Numbers.grouped(out) + " out, " + Numbers.grouped(line.left()) + " left";
      Table.Row row = table.row(out == 0 ? "none" : "");
      row.add(key(line.css()), Element.of(Tag.SPAN, line.label()).foreign(line.name(), Bounds.NAME))
          .add(
              Charts.bar(
                  title,
                  all,
                  new Charts.Part(line.left(), "left"),
                  new Charts.Part(out, line.css())))
          .number(out)
          .words(Numbers.percent(out, all))
          .number(line.left());
      if (line.records()) {
        row.words("").words("");
      } else {
        row.number(line.out().tokens()).words(Numbers.megabytes(line.out().textBytes()));
      }
    }
    Amount kept = source.kept();
    table
        .row("total")
        .add(key("kept"), Element.of(Tag.SPAN, "Kept"))
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

  /** A dot in the colour of a class. */
  static Element key(String css) {
    return Element.of(Tag.SPAN).css("key " + css).set(Attribute.ARIA_HIDDEN, "true");
  }
}
