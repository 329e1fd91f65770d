package io.winnow.report.sections.thresholds;

import io.winnow.corpus.DocumentId;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Element;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.Tag;
import io.winnow.report.run.Described;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.sections.ExamplesSection;
import io.winnow.report.sections.ExamplesSection.Example;
import io.winnow.report.sections.ExamplesSection.Measure;
import io.winnow.report.sections.Section;
import io.winnow.report.sections.Whole;
import io.winnow.report.statistics.RuleThreshold;
import io.winnow.report.statistics.Statistics;
import io.winnow.report.statistics.Statistics.NearDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The documents nearest to where rules draw a line, on both sides of it.
 *
 * @param nearThresholds in the order of the rules; none in reports of versions that did not look
 */
public record ThresholdsSection(List<NearThreshold> nearThresholds) implements Section {
  private static final int THRESHOLDS = 30;
  private static final int EXAMPLES = 2;

  public ThresholdsSection {
    nearThresholds = nearThresholds == null ? List.of() : List.copyOf(nearThresholds);
  }

  /**
   * Documents at a limit of a rule, the nearest first.
   *
   * @param rule its name
   * @param column that it looks at
   * @param operator of the comparison that is true of what is dropped
   * @param number with which it compares
   * @param dropped by this rule, on its side of the limit
   * @param kept on the other side, of the documents that the rule is for
   */
  public record NearThreshold(
      String rule,
      String column,
      String operator,
      double number,
      List<Example> dropped,
      List<Example> kept) {}

  /** The documents that the counts remember. */
  public static ThresholdsSection read(FinishedRun run) throws IOException {
    Statistics statistics = run.facts().statistics();
    List<RuleThreshold> thresholds = statistics.settings().thresholds();
    Set<DocumentId> wanted = new HashSet<>();
    for (int i = 0; i < thresholds.size(); i++) {
      statistics.nearest(i, true).forEach(near -> wanted.add(near.id()));
      statistics.nearest(i, false).forEach(near -> wanted.add(near.id()));
    }
    Map<DocumentId, Described> described = Described.beginnings(run.tables(), wanted);
    List<NearThreshold> all = new ArrayList<>();
    for (int i = 0; i < thresholds.size(); i++) {
      RuleThreshold threshold = thresholds.get(i);
      all.add(
          new NearThreshold(
              threshold.rule(),
              threshold.column(),
              threshold.operator(),
              threshold.number(),
              examples(threshold.column(), statistics.nearest(i, false), described),
              examples(threshold.column(), statistics.nearest(i, true), described)));
    }
    return new ThresholdsSection(all);
  }

  private static List<Example> examples(
      String column, List<NearDocument> nearest, Map<DocumentId, Described> described) {
    List<Example> examples = new ArrayList<>();
    for (NearDocument near : nearest) {
      Described document = described.get(near.id());
      if (document != null) {
        Measure value = new Measure(column, Double.toString(near.value()));
        examples.add(Example.of(near.id(), document, List.of(value)));
      }
    }
    return examples;
  }

  @Override
  public List<Element> draw(Whole whole) {
    List<NearThreshold> some =
        nearThresholds.stream()
            .filter(near -> !near.dropped().isEmpty() || !near.kept().isEmpty())
            .toList();
    if (some.isEmpty()) {
      return List.of();
    }
    Element lead =
        Element.lead(
            "The documents nearest to each limit: what its rule dropped on the left, what is kept"
                + " of the documents that it is for on the right.");
    Bounds.more(lead, Tag.SPAN, some.size(), THRESHOLDS, "limits");
    List<Element> content = new ArrayList<>(List.of(lead));
    for (NearThreshold near : Bounds.first(some, THRESHOLDS)) {
      Element summary =
          Element.of(
              Tag.SUMMARY,
              Element.of(Tag.STRONG).foreign(near.rule(), Bounds.NAME),
              Element.of(Tag.CODE)
                  .foreign(near.column(), Bounds.NAME)
                  .text(" ")
                  .foreign(near.operator(), 3)
                  .text(" " + Numbers.decimal(near.number())));
      content.add(
          Element.of(
              Tag.DETAILS,
              summary,
              Element.of(
                      Tag.DIV,
                      side("Dropped", near.dropped(), whole),
                      side("Kept", near.kept(), whole))
                  .css("sides")));
    }
    return content;
  }

  private static Element side(String heading, List<Example> examples, Whole whole) {
    Element side = Element.of(Tag.DIV, Element.of(Tag.P, heading).css("side"));
    if (examples.isEmpty()) {
      side.add(Element.of(Tag.P, "none").css("muted"));
    }
    Bounds.first(examples, EXAMPLES)
        .forEach(example -> side.add(ExamplesSection.article(example, whole)));
    return side;
  }
}
