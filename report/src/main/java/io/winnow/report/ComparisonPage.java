package io.winnow.report;

import static io.winnow.report.Differences.byName;
import static io.winnow.report.Differences.change;
import static io.winnow.report.Differences.difference;
import static io.winnow.report.Differences.differences;
import static io.winnow.report.Differences.union;

import io.winnow.report.html.Bounds;
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
import io.winnow.report.sections.MixturesSection;
import io.winnow.report.sections.MixturesSection.Mixture;
import io.winnow.report.sections.Overview;
import io.winnow.report.sections.RecipeSection;
import io.winnow.report.sections.RulesSection;
import io.winnow.report.statistics.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page that compares two runs. */
final class ComparisonPage {
  private final Run before;
  private final Run after;
  private final ComparedRuns runs;
  private final Drops drops;

  ComparisonPage(ComparedRuns runs, Drops drops) {
    this.before = Run.of(runs.before());
    this.after = Run.of(runs.after());
    this.runs = runs;
    this.drops = drops;
  }

  /** What is compared of a run. */
  private record Run(
      Overview overview,
      FunnelSection funnel,
      List<Rule> rules,
      RecipeSection recipe,
      Breakdowns breakdowns,
      List<Mixture> mixtures) {
    static Run of(Report report) {
      return new Run(
          report.section(Overview.class),
          report.section(FunnelSection.class),
          report.section(RulesSection.class).rules(),
          report.section(RecipeSection.class),
          report.section(Breakdowns.class),
          report.section(MixturesSection.class).mixtures());
    }
  }

  String write() {
    String title =
        Excerpt.of(after.overview().run(), Bounds.NAME)
            + " in "
            + Excerpt.of(runs.folderAfter(), Bounds.NAME)
            + " against "
            + Excerpt.of(before.overview().run(), Bounds.NAME)
            + " in "
            + Excerpt.of(runs.folderBefore(), Bounds.NAME)
            + " – Winnow report";
    Page page = new Page(title, header(), Element.of(Tag.FOOTER));
    page.add("overview", "Overview", overview());
    page.add(
        "settings", "Changed settings", ComparedRecipes.settings(before.recipe(), after.recipe()));
    page.add("rules", "Changed rules", ComparedRecipes.rules(before.rules(), after.rules()));
    page.add("documents", "Moved documents", new MovedDocuments(runs.moves(), drops).draw());
    page.add(
        "funnel", "Funnels", new ComparedFunnels(before.funnel(), after.funnel(), drops).draw());
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
            .text(" in ")
            .foreign(runs.folderAfter(), Bounds.NAME)
            .text(" against ")
            .foreign(before.overview().run(), Bounds.NAME)
            .text(" in ")
            .foreign(runs.folderBefore(), Bounds.NAME),
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
    PageTable table = differences("Totals", "What");
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
      amounts(table.row().foreign(name), old, now);
    }
    if (names.size() > Bounds.ROWS) {
      table.row().words(Numbers.grouped(names.size() - Bounds.ROWS) + " others not shown");
    }
    return table.element();
  }

  private static void amounts(PageTable.Row row, Amount a, Amount b) {
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
    PageTable table = differences("Tokens of " + Excerpt.of(a.name(), Bounds.NAME), "Tokens of");
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
}
