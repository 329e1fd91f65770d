package io.winnow.report;

import static io.winnow.report.Differences.byName;
import static io.winnow.report.Differences.change;
import static io.winnow.report.Differences.relative;
import static io.winnow.report.Differences.union;
import static io.winnow.report.html.Attribute.OPEN;

import io.winnow.corpus.stage.Drop;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Excerpt;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.Drops;
import io.winnow.report.sections.FunnelSection;
import io.winnow.report.sections.FunnelSection.Source;
import io.winnow.report.sections.FunnelSection.Step;
import io.winnow.report.statistics.Amount;
import io.winnow.report.statistics.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The funnels of two runs, step by step. */
record ComparedFunnels(FunnelSection before, FunnelSection after, Drops drops) {
  List<Element> draw() {
    List<Element> content = new ArrayList<>();
    content.add(
        Element.lead(
            "Documents out at each step. Upper bar: A, lower bar: B; both on one scale, which "
                + "is the larger number of records."));
    content.add(Element.of(Tag.H3, "All sources"));
    content.add(funnel(before.all(), after.all()));
    Map<String, Source> a = byName(before.sources(), Source::name);
    Map<String, Source> b = byName(after.sources(), Source::name);
    List<String> names = List.copyOf(union(a.keySet(), b.keySet()));
    if (names.size() > 1) {
      for (String name : Bounds.first(names, FunnelSection.SOURCES)) {
        Source nothing = Source.none(name);
        Source old = a.getOrDefault(name, nothing);
        Source now = b.getOrDefault(name, nothing);
        long difference = now.kept().documents() - old.kept().documents();
        Element summary =
            Element.of(
                Tag.SUMMARY,
                Element.of(Tag.STRONG).foreign(name, Bounds.NAME),
                Element.of(Tag.SPAN, Numbers.signed(difference) + " kept").css("muted"));
        Element details = Element.of(Tag.DETAILS, summary, funnel(old, now));
        content.add(names.size() <= 6 ? details.set(OPEN, "") : details);
      }
      Element rest = Element.of(Tag.P);
      Bounds.more(rest, Tag.SPAN, names.size(), FunnelSection.SOURCES, "sources");
      content.add(rest);
    }
    return content;
  }

  private Element funnel(Source a, Source b) {
    PageTable table =
        new PageTable("Funnels of " + Excerpt.of(b.name(), Bounds.NAME))
            .words("Step")
            .bars("Documents out, A and B")
            .numbers("A")
            .numbers("B")
            .numbers("B − A")
            .numbers("Change")
            .numbers("Tokens, B − A");
    long whole = Math.max(a.records(), b.records());
    row(table.row("in").words("Records in"), "left", whole, a.records(), b.records()).words("");
    row(
            named(table, "passed", "Passed over"),
            "passed",
            whole,
            a.sumPassedOver(),
            b.sumPassedOver())
        .words("");
    row(named(table, "dead", "Dead letters"), "dead", whole, a.deadLetters(), b.deadLetters())
        .words("");
    Map<Reason, Amount> out = steps(a);
    Map<Reason, Amount> outNow = steps(b);
    List<Reason> reasons = List.copyOf(union(out.keySet(), outNow.keySet()));
    for (Reason reason : Bounds.first(reasons, FunnelSection.STEPS)) {
      Amount old = out.getOrDefault(reason, Amount.NONE);
      Amount now = outNow.getOrDefault(reason, Amount.NONE);
      String css = drops.css(reason.stage());
      PageTable.Row row =
          table
              .row(old.documents() == 0 && now.documents() == 0 ? "none" : "")
              .add(
                  Charts.key(css),
                  Element.of(Tag.SPAN, drops.label(reason.stage()))
                      .foreign(reason.reason(), Bounds.NAME));
      row(row, css, whole, old.documents(), now.documents())
          .add(change(now.tokens() - old.tokens()));
    }
    if (reasons.size() > FunnelSection.STEPS) {
      List<Reason> others = reasons.subList(FunnelSection.STEPS, reasons.size());
      Amount old = sum(out, others);
      Amount now = sum(outNow, others);
      PageTable.Row row = table.row().words(Numbers.grouped(others.size()) + " other reasons");
      row(row, Drops.css(Drop.Colour.RULE), whole, old.documents(), now.documents())
          .add(change(now.tokens() - old.tokens()));
    }
    PageTable.Row total = table.row("total").add(Charts.key("kept"), Element.of(Tag.SPAN, "Kept"));
    row(total, "kept", whole, a.kept().documents(), b.kept().documents())
        .add(change(b.kept().tokens() - a.kept().tokens()));
    return table.element();
  }

  private static PageTable.Row named(PageTable table, String css, String words) {
    return table.row().add(Charts.key(css), Element.of(Tag.SPAN, words));
  }

  private static PageTable.Row row(PageTable.Row row, String css, long whole, long a, long b) {
    Element bars =
        Element.of(
                Tag.DIV,
                Charts.bar("A: " + Numbers.grouped(a), whole, new Charts.Part(a, css)),
                Charts.bar("B: " + Numbers.grouped(b), whole, new Charts.Part(b, css)))
            .css("twin");
    return row.add(bars).number(a).number(b).add(change(b - a)).words(relative(a, b));
  }

  private static Map<Reason, Amount> steps(Source source) {
    Map<Reason, Amount> steps = new LinkedHashMap<>();
    for (Step step : source.steps()) {
      steps.merge(new Reason(step.stage(), step.reason()), step.dropped(), Amount::plus);
    }
    return steps;
  }

  private static Amount sum(Map<Reason, Amount> amounts, List<Reason> reasons) {
    return Amount.sum(reasons.stream().map(r -> amounts.getOrDefault(r, Amount.NONE)).toList());
  }
}
