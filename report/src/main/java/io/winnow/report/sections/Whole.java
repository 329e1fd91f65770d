package io.winnow.report.sections;

import io.winnow.report.html.Anchors;
import io.winnow.report.run.Drops;
import io.winnow.report.sections.FunnelSection.Source;
import java.util.List;

/**
 * What sections look at besides their own data when they are drawn.
 *
 * @param sources of the run, in the recipe's order
 * @param all of them as one
 * @param drops how reasons are called and coloured
 * @param anchors places of the page so far
 */
public record Whole(List<Source> sources, Source all, Drops drops, Anchors anchors) {
  /** Of the run that a funnel is of. */
  public static Whole of(FunnelSection funnel, Drops drops) {
    return new Whole(funnel.sources(), funnel.all(), drops, new Anchors());
  }
}
