package io.winnow.report.sections;

import io.winnow.report.html.Element;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.sections.Breakdowns.Breakdown;
import io.winnow.report.statistics.Statistics;
import java.util.List;

/**
 * What is kept and dropped of each bucket and tier.
 *
 * @param grades in the order of their names
 */
public record GradesSection(List<Breakdown> grades) implements Section {
  /** What the counts of a run say. */
  public static GradesSection read(FinishedRun run) {
    return of(run.facts().statistics());
  }

  /** What the counts say. */
  public static GradesSection of(Statistics statistics) {
    return new GradesSection(Breakdown.byName(statistics.grades()));
  }

  @Override
  public List<Element> draw(Whole whole) {
    if (grades.isEmpty()) {
      return List.of();
    }
    return List.of(
        Element.lead(
            "Buckets hold equal shares of a kind's tokens, the best last; tiers begin at fixed"
                + " scores. What is dropped in a bucket or tier that is kept went for another"
                + " reason."),
        Breakdowns.table("Bucket or tier", grades));
  }
}
