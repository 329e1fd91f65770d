package io.winnow.report.sections;

import io.winnow.report.html.Anchors;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Element;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.run.RunFacts.Rule;
import io.winnow.report.sections.FunnelSection.Source;
import io.winnow.report.sections.FunnelSection.Step;
import io.winnow.report.statistics.Amount;
import io.winnow.report.statistics.RuleCounts;
import io.winnow.report.statistics.Statistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The recipe's rules and what each drops.
 *
 * @param rules in their order
 * @param ruleCounts what each would take alone, in the same order; none in reports of versions that
 *     did not count it
 */
public record RulesSection(List<Rule> rules, List<RuleCount> ruleCounts) implements Section {
  /** Rules that are shown. */
  public static final int RULES = 100;

  private static final int SHARED = 2;

  public RulesSection {
    ruleCounts = ruleCounts == null ? List.of() : List.copyOf(ruleCounts);
  }

  /**
   * What a rule would take if it were the only one.
   *
   * @param rule its name
   * @param alone what it would take
   * @param only of that, what no other rule would take
   * @param shared documents that other rules would take too, the most first
   */
  public record RuleCount(String rule, Amount alone, Amount only, List<Shared> shared) {}

  /** Documents that another rule would take too. */
  public record Shared(String rule, long documents) {}

  /** What the recipe says. */
  public static RulesSection read(FinishedRun run) {
    return new RulesSection(run.facts().rules(), counts(run.facts().statistics()));
  }

  /** What the counts say of each rule. */
  public static List<RuleCount> counts(Statistics statistics) {
    List<String> names = statistics.settings().rules();
    RuleCounts rules = statistics.rules();
    List<RuleCount> counts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      List<Shared> shared = new ArrayList<>();
      for (int j = 0; j < names.size(); j++) {
        if (i != j && rules.both(i, j) > 0) {
          shared.add(new Shared(names.get(j), rules.both(i, j)));
        }
      }
      shared.sort(Comparator.comparingLong(Shared::documents).reversed());
      counts.add(new RuleCount(names.get(i), rules.alone(i), rules.only(i), shared));
    }
    return counts;
  }

  @Override
  public List<Element> draw(Whole whole) {
    if (rules.isEmpty()) {
      return List.of();
    }
    Source all = whole.all();
    Map<String, Amount> dropped = new HashMap<>();
    for (Step step : all.steps()) {
      if (step.stage().equals(Rule.STAGE)) {
        dropped.merge(step.reason(), step.dropped(), Amount::plus);
      }
    }
    long documents = all.records() - all.sumPassedOver() - all.deadLetters();
    PageTable table =
        new PageTable("Rules in order")
            .words("Rule")
            .words("Drops")
            .words("For")
            .words("Asked")
            .numbers("First for")
            .numbers("Share")
            .numbers("Tokens")
            .numbers("Alone would take")
            .numbers("Only it takes")
            .words("Shares most with");
    Map<String, RuleCount> counts = new HashMap<>();
    ruleCounts.forEach(count -> counts.put(count.rule(), count));
    for (Rule rule : Bounds.first(rules, RULES)) {
      Amount out = dropped.getOrDefault(rule.name(), Amount.NONE);
      PageTable.Row row =
          table
              .row(out.documents() == 0 ? "none" : "")
              .add(name(rule, whole.anchors()))
              .add(Element.of(Tag.CODE).foreign(rule.condition(), Bounds.NAME))
              .foreign(documentsOf(rule))
              .words(rule.prefilter() ? "before duplicates" : "at the end")
              .number(out.documents())
              .words(Numbers.percent(out.documents(), documents))
              .number(out.tokens());
      alone(row, counts.get(rule.name()));
    }
    Element lead =
        Element.lead(
            "The first rule that is true of a document names its reason. Alone, a rule would"
                + " take all documents of which it is true, whatever became of them. Shares are"
                + " of all documents.");
    Bounds.more(lead, Tag.SPAN, rules.size(), RULES, "rules");
    return List.of(lead, table.element());
  }

  private static Element name(Rule rule, Anchors anchors) {
    Element name = Element.of(Tag.SPAN).foreign(rule.name(), Bounds.NAME).text(" ");
    return anchors.set(name, Anchors.ofRule(rule.name()));
  }

  private static String documentsOf(Rule rule) {
    List<String> some = new ArrayList<>(rule.kinds());
    some.addAll(rule.sources());
    return some.isEmpty() ? "all" : String.join(", ", some);
  }

  private static void alone(PageTable.Row row, @Nullable RuleCount count) {
    if (count == null) {
      row.words("–").words("–").words("–");
      return;
    }
    row.number(count.alone().documents()).number(count.only().documents());
    Element shared = Element.of(Tag.SPAN);
    for (Shared other : Bounds.first(count.shared(), SHARED)) {
      shared
          .foreign(other.rule(), Bounds.NAME)
          .text(" " + Numbers.grouped(other.documents()) + " ");
    }
    row.add(count.shared().isEmpty() ? Element.of(Tag.SPAN, "none").css("muted") : shared);
  }
}
