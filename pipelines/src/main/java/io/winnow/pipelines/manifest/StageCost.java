package io.winnow.pipelines.manifest;

import io.winnow.pipelines.engine.StageRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What it took to compute what a stage has written, in whichever runs that was. A killed attempt
 * counts with the stages that it ended.
 *
 * @param pieces of work, all of those that are there unless nobody knows what some cost
 * @param seconds wall time
 * @param cpuSeconds CPU time of the process that drove it
 * @param parallelism asked for by the last run that computed any of it
 * @param peakHeapBytes most of the driving process's heap in use at once, in any run
 * @param documents in the pieces
 * @param textBytes in the pieces
 */
public record StageCost(
    int pieces,
    double seconds,
    double cpuSeconds,
    int parallelism,
    long peakHeapBytes,
    long documents,
    long textBytes) {

  private static StageCost of(StageRecord stage, int parallelism) {
    return new StageCost(
        stage.computed(),
        stage.seconds(),
        stage.cpuSeconds(),
        parallelism,
        stage.peakHeapBytes(),
        stage.documents(),
        stage.textBytes());
  }

  /** This and a part of an earlier cost, whose pieces are taken to be alike. */
  private StageCost with(StageCost earlier, int ofItsPieces) {
    double share = Math.min(1, (double) ofItsPieces / earlier.pieces);
    return new StageCost(
        pieces + Math.min(ofItsPieces, earlier.pieces),
        seconds + share * earlier.seconds,
        cpuSeconds + share * earlier.cpuSeconds,
        parallelism,
        Math.max(peakHeapBytes, earlier.peakHeapBytes),
        documents + Math.round(share * earlier.documents),
        textBytes + Math.round(share * earlier.textBytes));
  }

  /**
   * Costs after some stages have run.
   *
   * @param earlier costs before, by stage; those of stages that have not run stay
   * @param stages that ran; of what was there before, the cost is as it was
   */
  static Map<String, StageCost> after(
      Map<String, StageCost> earlier, List<StageRecord> stages, int parallelism) {
    Map<String, StageCost> costs = new TreeMap<>(earlier);
    for (StageRecord stage : stages) {
      @Nullable StageCost before = earlier.get(stage.name());
      if (stage.computed() > 0) {
        StageCost now = of(stage, parallelism);
        costs.put(
            stage.name(),
            before == null || stage.cached() == 0 ? now : now.with(before, stage.cached()));
      }
    }
    return costs;
  }
}
