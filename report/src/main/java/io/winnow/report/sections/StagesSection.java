package io.winnow.report.sections;

import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.run.RunFacts.Stage;
import java.util.List;

/**
 * How long each stage took.
 *
 * @param stages in their order
 */
public record StagesSection(List<Stage> stages) implements Section {
  private static final int STAGES = 60;

  /** What the run's record of times says. */
  public static StagesSection read(FinishedRun run) {
    return new StagesSection(run.facts().stages());
  }

  @Override
  public List<Element> draw(Whole whole) {
    if (stages.isEmpty()) {
      return List.of();
    }
    PageTable table =
        new PageTable("Stages and their times")
            .words("Stage")
            .bars("Time")
            .numbers("Time")
            .numbers("Documents/s and core")
            .numbers("MB/s and core")
            .numbers("Peak heap")
            .numbers("Shards computed")
            .numbers("cached");
    double longest = stages.stream().mapToDouble(Stage::seconds).max().orElse(0);
    double sum = 0;
    for (Stage stage : stages) {
      sum += stage.seconds();
    }
    for (Stage stage : Bounds.first(stages, STAGES)) {
      double seconds = stage.seconds();
      double coreSeconds = seconds * Math.max(1, stage.cores());
      boolean fast = stage.documents() == 0 || seconds <= 0;
      table
          .row(stage.shardsComputed() == 0 ? "none" : "")
          .foreign(stage.name())
          .add(Charts.bar(Numbers.duration(seconds), longest, new Charts.Part(seconds, "time")))
          .words(Numbers.duration(seconds))
          .words(fast ? "–" : Numbers.grouped(Math.round(stage.documents() / coreSeconds)))
          .words(fast ? "–" : Numbers.fixed(stage.textBytes() / 1e6 / coreSeconds, 1))
          .words(stage.peakHeapBytes() == 0 ? "–" : Numbers.bytes(stage.peakHeapBytes()))
          .number(stage.shardsComputed())
          .number(stage.shardsCached());
    }
    Element lead =
        Element.lead("Stages took " + Numbers.duration(sum) + " in all. ")
            .text("Rates are of what was computed, over wall-clock time and the cores asked for.");
    Bounds.more(lead, Tag.SPAN, stages.size(), STAGES, "stages");
    return List.of(lead, table.element());
  }
}
