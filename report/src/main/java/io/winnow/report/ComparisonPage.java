package io.winnow.report;

import static io.winnow.report.html.Attribute.OPEN;

import io.winnow.corpus.stage.Drop;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Excerpt;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.Page;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.Drops;
import io.winnow.report.run.RunFacts.Component;
import io.winnow.report.run.RunFacts.Rule;
import io.winnow.report.sections.Breakdowns;
import io.winnow.report.sections.Breakdowns.Breakdown;
import io.winnow.report.sections.FunnelSection;
import io.winnow.report.sections.FunnelSection.Source;
import io.winnow.report.sections.FunnelSection.Step;
import io.winnow.report.sections.MixturesSection;
import io.winnow.report.sections.MixturesSection.Mixture;
import io.winnow.report.sections.Overview;
import io.winnow.report.sections.RulesSection;
import io.winnow.report.statistics.Amount;
import io.winnow.report.statistics.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The page that compares two runs. */
final class ComparisonPage {
  private final Run before;
  private final Run after;
  private final Drops drops;

  ComparisonPage(Report before, Report after, Drops drops) {
    this.before = Run.of(before);
    this.after = Run.of(after);
    this.drops = drops;
  }

  /** What is compared of a run. */
  private record Run(
      Overview overview,
      FunnelSection funnel,
      List<Rule> rules,
      Breakdowns breakdowns,
      List<Mixture> mixtures) {
    static Run of(Report report) {
      return new Run(
          report.section(Overview.class),
          report.section(FunnelSection.class),
          report.section(RulesSection.class).rules(),
          report.section(Breakdowns.class),
          report.section(MixturesSection.class).mixtures());
    }
  }

  String write() {
    String title =
        Excerpt.of(after.overview().run(), Bounds.NAME)
            + " against "
            + Excerpt.of(before.overview().run(), Bounds.NAME)
            + " – Winnow report";
    Page page = new Page(title, header(), Element.of(Tag.FOOTER));
    page.add("overview", "Overview", overview());
    page.add("rules", "Changed rules", rules());
    page.add("funnel", "Funnels", funnels());
    page.add("breakdown", "Kinds and languages", breakdowns());
    if (!before.mixtures().isEmpty() || !after.mixtures().isEmpty()) {
      page.add("mixtures", "Mixtures", mixtures());
    }
    return page.write();
  }

  private Element header() {
    return Element.of(
        Tag.HEADER,
        Element.of(Tag.P, "Comparison of two runs").css("kicker"),
        Element.of(Tag.H1)
            .foreign(after.overview().run(), Bounds.NAME)
            .text(" against ")
            .foreign(before.overview().run(), Bounds.NAME),
        Element.of(
            Tag.DL, fact("Before (A)", before.overview()), fact("After (B)", after.overview())));
  }

  private static Element fact(String name, Overview run) {
    return Element.of(
        Tag.DIV,
        Element.of(Tag.DT, name),
        Element.of(Tag.DD)
            .foreign(run.time(), Bounds.NAME)
            .text(" · ")
            .foreign(run.version(), Bounds.NAME)
            .text(" · ")
            .add(Element.of(Tag.CODE).foreign(run.digest(), Bounds.NAME)));
  }

  private List<Element> overview() {
    Source a = before.funnel().all();
    Source b = after.funnel().all();
    PageTable table = differences("Totals", "");
    difference(table.row().words("Records in"), a.records(), b.records());
    difference(table.row().words("Passed over"), a.sumPassedOver(), b.sumPassedOver());
    difference(table.row().words("Dead letters"), a.deadLetters(), b.deadLetters());
    difference(
        table.row("total").words("Documents kept"), a.kept().documents(), b.kept().documents());
    difference(table.row().words("Tokens kept"), a.kept().tokens(), b.kept().tokens());
    difference(table.row().words("Bytes kept"), a.kept().textBytes(), b.kept().textBytes());
    Element verdict =
        before.overview().digest().equals(after.overview().digest())
            ? Element.of(Tag.P, "Both runs have the same digest: their results are the same.")
                .css("note good")
            : Element.of(Tag.P, "The digests differ.").css("note");
    return List.of(verdict, table.element());
  }

  private static PageTable differences(String label, String first) {
    return new PageTable(label)
        .words(first)
        .numbers("A")
        .numbers("B")
        .numbers("B − A")
        .numbers("Change");
  }

  private static void difference(PageTable.Row row, long a, long b) {
    row.number(a).number(b).add(change(b - a)).words(relative(a, b));
  }

  private static Element change(long difference) {
    return Element.of(Tag.SPAN, Numbers.signed(difference))
        .css(difference == 0 ? "muted" : "change");
  }

  private static String relative(long a, long b) {
    if (a == b) {
      return "–";
    }
    if (a == 0) {
      return "new";
    }
    String percent = Numbers.fixed(100.0 * (b - a) / a, 1);
    return (b > a ? "+" : "") + percent + " %";
  }

  private List<Element> rules() {
    Map<String, Rule> a = byName(before.rules(), Rule::name);
    Map<String, Rule> b = byName(after.rules(), Rule::name);
    PageTable table =
        new PageTable("Changed rules").words("Rule").words("Change").words("Before").words("After");
    int changes = 0;
    for (String name : union(a.keySet(), b.keySet())) {
      Rule old = a.get(name);
      Rule now = b.get(name);
      String change = describe(old, now);
      if (!change.isEmpty() && changes++ < RulesSection.RULES) {
        table.row().foreign(name).words(change).add(condition(old)).add(condition(now));
      }
    }
    boolean reordered = changes == 0 && !List.copyOf(a.keySet()).equals(List.copyOf(b.keySet()));
    if (changes == 0) {
      String words = reordered ? "The order of the rules changed." : "No rule changed.";
      return List.of(Element.lead(words));
    }
    Element lead = Element.lead(Numbers.plural(changes, "rule", "rules") + " changed.");
    Bounds.more(lead, Tag.SPAN, changes, RulesSection.RULES, "rules");
    return List.of(lead, table.element());
  }

  private static String describe(@Nullable Rule old, @Nullable Rule now) {
    if (old == null) {
      return "added";
    }
    if (now == null) {
      return "removed";
    }
    if (!old.condition().equals(now.condition())) {
      return "changed";
    }
    return old.prefilter() == now.prefilter() ? "" : "asked at another time";
  }

  private static Element condition(@Nullable Rule rule) {
    if (rule == null) {
      return Element.of(Tag.SPAN, "–").css("muted");
    }
    Element condition = Element.of(Tag.CODE).foreign(rule.condition(), Bounds.NAME);
    return rule.prefilter()
        ? Element.of(Tag.SPAN, condition).text(" (before duplicates)")
        : condition;
  }

  private List<Element> funnels() {
    List<Element> content = new ArrayList<>();
    content.add(
        Element.lead(
            "Documents out at each step. Upper bar: A, lower bar: B; both on one scale, which "
                + "is the larger number of records."));
    content.add(Element.of(Tag.H3, "All sources"));
    content.add(funnel(before.funnel().all(), after.funnel().all()));
    Map<String, Source> a = byName(before.funnel().sources(), Source::name);
    Map<String, Source> b = byName(after.funnel().sources(), Source::name);
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

  private List<Element> breakdowns() {
    return List.of(
        breakdown("Kind", before.breakdowns().kinds(), after.breakdowns().kinds()),
        breakdown("Language", before.breakdowns().languages(), after.breakdowns().languages()));
  }

  private static Element breakdown(String what, List<Breakdown> before, List<Breakdown> after) {
    Map<String, Breakdown> a = byName(before, Breakdown::name);
    Map<String, Breakdown> b = byName(after, Breakdown::name);
    PageTable table =
        new PageTable(what)
            .words(what)
            .numbers("Documents kept, A")
            .numbers("B")
            .numbers("B − A")
            .numbers("Change")
            .numbers("Tokens, B − A");
    List<String> names = List.copyOf(union(b.keySet(), a.keySet()));
    for (String name : Bounds.first(names, Bounds.ROWS)) {
      Breakdown none = new Breakdown(name, Amount.NONE, Amount.NONE);
      Amount old = a.getOrDefault(name, none).kept();
      Amount now = b.getOrDefault(name, none).kept();
      difference(table.row().foreign(name), old, now);
    }
    if (names.size() > Bounds.ROWS) {
      table.row().words(Numbers.grouped(names.size() - Bounds.ROWS) + " others not shown");
    }
    return table.element();
  }

  private static void difference(PageTable.Row row, Amount a, Amount b) {
    difference(row, a.documents(), b.documents());
    row.add(change(b.tokens() - a.tokens()));
  }

  private List<Element> mixtures() {
    Map<String, Mixture> a = byName(before.mixtures(), Mixture::name);
    Map<String, Mixture> b = byName(after.mixtures(), Mixture::name);
    List<Element> content = new ArrayList<>();
    List<String> names = List.copyOf(union(b.keySet(), a.keySet()));
    for (String name : Bounds.first(names, MixturesSection.MIXTURES)) {
      Mixture none = Mixture.none(name);
      content.add(Element.of(Tag.H3).foreign(name, Bounds.NAME));
      content.add(mixture(a.getOrDefault(name, none), b.getOrDefault(name, none)));
    }
    return content;
  }

  private static Element mixture(Mixture a, Mixture b) {
    Map<String, Component> old = byName(a.components(), Component::name);
    Map<String, Component> now = byName(b.components(), Component::name);
    PageTable table = differences("Tokens of the mixture's components", "Tokens of");
    List<String> names = List.copyOf(union(now.keySet(), old.keySet()));
    for (String name : Bounds.first(names, MixturesSection.COMPONENTS)) {
      difference(table.row().foreign(name), tokens(old.get(name)), tokens(now.get(name)));
    }
    difference(table.row("total").words("the mixture"), a.tokens(), b.tokens());
    return table.element();
  }

  private static long tokens(@Nullable Component component) {
    return component == null ? 0 : component.copiesTokens();
  }

  private static <T> Set<T> union(Set<T> first, Set<T> second) {
    Set<T> union = new LinkedHashSet<>(first);
    union.addAll(second);
    return union;
  }

  /** Keyed by name, in order; of two with one name the first counts. */
  private static <T> Map<String, T> byName(List<T> list, Function<T, String> name) {
    Map<String, T> map = new LinkedHashMap<>();
    list.forEach(item -> map.putIfAbsent(name.apply(item), item));
    return map;
  }
}
