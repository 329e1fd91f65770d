package io.winnow.report.sections;

import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.run.RunFacts.Cost;
import io.winnow.report.run.RunFacts.Stage;
import java.util.List;

/**
 * How long each stage took, in this run or where it was computed.
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
            .bars("Cost")
            .numbers("Cost")
            .numbers("This run")
            .numbers("Documents/s and core")
            .numbers("MB/s and core")
            .numbers("Peak heap")
            .numbers("Shards computed")
            .numbers("cached");
    double longest = stages.stream().mapToDouble(StagesSection::seconds).max().orElse(0);
    double costs = 0;
    double now = 0;
    for (Stage stage : stages) {
      costs += seconds(stage);
      now += stage.seconds();
    }
    for (Stage stage : Bounds.first(stages, STAGES)) {
      row(table.row(stage.shardsComputed() == 0 ? "none" : ""), stage, longest);
    }
    Element lead =
        Element.lead("What is here took " + Numbers.duration(costs) + " to compute; ")
            .text("this run " + Numbers.duration(now) + ". ")
            .text("What was there keeps the cost of the run that computed it. ")
            .text("Rates are over wall-clock time and the cores asked for.");
    Bounds.more(lead, Tag.SPAN, stages.size(), STAGES, "stages");
    return List.of(lead, table.element());
  }

  private static double seconds(Stage stage) {
    return stage.cost() == null ? 0 : stage.cost().seconds();
  }

  private static void row(PageTable.Row row, Stage stage, double longest) {
    row.foreign(stage.name());
    Cost cost = stage.cost();
    if (cost == null) {
      row.words("").words("–").words(time(stage)).words("–").words("–").words("–");
    } else {
      double seconds = cost.seconds();
      double coreSeconds = seconds * Math.max(1, cost.cores());
      boolean fast = cost.documents() == 0 || seconds <= 0;
      row.add(Charts.bar(Numbers.duration(seconds), longest, new Charts.Part(seconds, "time")))
          .words(Numbers.duration(seconds))
          .words(time(stage))
          .words(fast ? "–" : Numbers.grouped(Math.round(cost.documents() / coreSeconds)))
          .words(fast ? "–" : Numbers.fixed(cost.textBytes() / 1e6 / coreSeconds, 1))
          .words(cost.peakHeapBytes() == 0 ? "–" : Numbers.bytes(cost.peakHeapBytes()));
    }
    row.number(stage.shardsComputed()).number(stage.shardsCached());
  }

  private static String time(Stage stage) {
    return stage.shardsComputed() == 0 ? "as before" : Numbers.duration(stage.seconds());
  }
}
