package io.winnow.report.sections;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The recipe's rules and what each drops.
 *
 * @param rules in their order
 */
public record RulesSection(List<Rule> rules) implements Section {
  /** Rules that are shown. */
  public static final int RULES = 100;

  /** What the recipe says. */
  public static RulesSection read(FinishedRun run) {
    return new RulesSection(run.facts().rules());
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
            .words("Asked")
            .numbers("Documents out")
            .numbers("Share")
            .numbers("Tokens out");
    for (Rule rule : Bounds.first(rules, RULES)) {
      Amount out = dropped.getOrDefault(rule.name(), Amount.NONE);
      table
          .row(out.documents() == 0 ? "none" : "")
          .foreign(rule.name())
          .add(Element.of(Tag.CODE).foreign(rule.condition(), Bounds.NAME))
          .words(rule.prefilter() ? "before duplicates" : "at the end")
          .number(out.documents())
          .words(Numbers.percent(out.documents(), documents))
          .number(out.tokens());
    }
    Element lead =
        Element.lead(
            "The first rule that is true of a document names its reason. Shares are of all "
                + "documents.");
    Bounds.more(lead, Tag.SPAN, rules.size(), RULES, "rules");
    return List.of(lead, table.element());
  }
}
