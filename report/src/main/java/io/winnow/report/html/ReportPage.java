package io.winnow.report.html;

import io.winnow.report.Report;

/**
 * Draws a report as one HTML file that loads nothing and runs nothing. Names, URIs and texts of
 * documents are shown, never followed: no link leaves the page. However large the report, a page
 * stays below {@link #MAX_CHARACTERS}; what has no room is summed up or counted.
 */
public final class ReportPage {
  /** No page has more characters. A report of a normal run has some hundred thousand. */
  public static final int MAX_CHARACTERS = 20_000_000;

  private ReportPage() {}

  /** The page of one run. */
  public static String render(Report report) {
    return RunPage.of(report);
  }

  /** A page that compares two runs: {@code before} is what {@code after} is measured against. */
  public static String compare(Report before, Report after) {
    return ComparisonPage.of(before, after);
  }
}
