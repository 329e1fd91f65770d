package io.winnow.pipelines.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.WholeFile;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.manifest.Manifest;
import io.winnow.report.ComparedRuns;
import io.winnow.report.Moves;
import io.winnow.report.Report;
import io.winnow.report.ReportPage;
import io.winnow.report.run.FinishedRun;
import java.io.IOException;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/** Writes the report of a finished run into its folder. */
public final class ReportFiles {
  private ReportFiles() {}

  /** Draws the report of a run whose files are all written; what a run ends with. */
  public static void drawIn(CorpusFolder folder, Manifest manifest) throws IOException {
    draw(RunFolder.of(folder, manifest));
  }

  /** Writes {@code report/index.html} and {@code report/report.json}; gives where the page lies. */
  public static String draw(RunFolder folder) throws IOException {
    FinishedRun run = ReportFacts.of(folder);
    Report report = Report.read(run);
    WholeFile.write(file(folder, "report.json"), report.toJson());
    ResourceId page = file(folder, "index.html");
    WholeFile.write(page, ReportPage.render(report, run.facts().drops()).getBytes(UTF_8));
    return page.toString();
  }

  /**
   * Writes {@code report/comparison.html} and {@code report/comparison.json} into the first run;
   * gives where the page lies.
   */
  public static String compare(RunFolder folder, RunFolder before) throws IOException {
    FinishedRun run = ReportFacts.of(folder);
    FinishedRun earlier = ReportFacts.of(before);
    String here = place(folder);
    String there = place(before);
    int common = commonFolders(here, there);
    ComparedRuns runs =
        new ComparedRuns(
            there.substring(common),
            Report.read(earlier),
            here.substring(common),
            Report.read(run),
            Moves.read(earlier.tables(), run.tables()));
    WholeFile.write(file(folder, "comparison.json"), runs.toJson());
    ResourceId page = file(folder, "comparison.html");
    WholeFile.write(page, ReportPage.compare(runs, run.facts().drops()).getBytes(UTF_8));
    return page.toString();
  }

  /** Where a run lies, its result being there or on its way there. */
  private static String place(RunFolder run) {
    CorpusFolder below = run.folder().below();
    return (below == null ? run.folder() : below).root().replaceFirst("/+$", "");
  }

  /** Length of the folders that two paths begin with, both of which keep their last name. */
  private static int commonFolders(String one, String other) {
    int common = 0;
    for (int i = 0; i < Math.min(one.lastIndexOf('/') + 1, other.lastIndexOf('/') + 1); i++) {
      if (one.charAt(i) != other.charAt(i)) {
        break;
      }
      common = one.charAt(i) == '/' ? i + 1 : common;
    }
    return common;
  }

  private static ResourceId file(RunFolder run, String name) {
    return run.folder().folder("report").resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }
}
