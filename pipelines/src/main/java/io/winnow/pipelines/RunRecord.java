package io.winnow.pipelines;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.pipelines.stage.StageRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What of a run is not its result: when, where and how fast. Written as {@code run.json}, outside
 * every digest.
 *
 * @param finished when, in UTC
 * @param seconds wall time
 * @param runner its name
 * @param parallelism asked for
 * @param java version
 * @param system operating system and processor
 * @param processors of the machine that drove the run
 * @param stages in their order
 */
record RunRecord(
    String finished,
    double seconds,
    String runner,
    int parallelism,
    String java,
    String system,
    int processors,
    List<StageRecord> stages) {
  static final String FILE = "run.json";

  static RunRecord of(RunResult result, CurationOptions options) {
    return new RunRecord(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        result.seconds(),
        options.runner(),
        options.parallelism(),
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        result.stages());
  }

  void write(CorpusFolder folder) throws IOException {
    Json.write(folder.file(FILE), this);
  }
}
