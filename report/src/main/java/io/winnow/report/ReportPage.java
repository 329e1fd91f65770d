package io.winnow.report;

import io.winnow.report.html.Element;
import io.winnow.report.html.Page;
import io.winnow.report.html.Tag;
import io.winnow.report.run.Drops;
import io.winnow.report.sections.FunnelSection;
import io.winnow.report.sections.Overview;
import io.winnow.report.sections.Whole;
import java.util.List;

/**
 * Draws a report as one HTML file that loads nothing and runs nothing. Names, URIs and texts of
 * documents are shown, never followed: no link leaves the page. However large the report, a page
 * stays below {@link #MAX_CHARACTERS}; what has no room is summed up or counted.
 */
public final class ReportPage {
  /** No page has more characters. A report of a normal run has some hundred thousand. */
  public static final int MAX_CHARACTERS = 20_000_000;

  private ReportPage() {}

  /**
   * The page of one run, section by section. A section without content is left out.
   *
   * @param drops how reasons are called and coloured
   */
  public static String render(Report report, Drops drops) {
    Overview overview = report.section(Overview.class);
    Whole whole = Whole.of(report.section(FunnelSection.class), drops);
    Page page = new Page(overview.title(), overview.header(), footer());
    for (Report.Kind<?> kind : Report.KINDS) {
      List<Element> content = report.section(kind.type()).draw(whole);
      if (!content.isEmpty()) {
        page.add(kind.place(), kind.heading(), content);
      }
    }
    return page.write();
  }

  private static Element footer() {
    return Element.of(
        Tag.FOOTER,
        Element.of(
            Tag.P,
            "This file loads nothing and runs nothing; addresses are shown, not linked. All"
                + " numbers, also those that had no room here, are in report.json beside it."));
  }

  /**
   * A page that compares two runs.
   *
   * @param drops how reasons are called and coloured
   */
  public static String compare(ComparedRuns runs, Drops drops) {
    return new ComparisonPage(runs, drops).write();
  }
}
