package io.winnow.pipelines.manifest;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.pipelines.engine.StageRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What of a run is not its result: when, where and how fast. Written as {@code run.json}, outside
 * every digest.
 *
 * @param version of the program
 * @param finished when, in UTC
 * @param seconds wall time
 * @param runner its name
 * @param parallelism asked for
 * @param java version
 * @param system operating system and processor
 * @param processors of the machine that drove the run
 * @param stages in their order
 */
public record RunRecord(
    String version,
    String finished,
    double seconds,
    String runner,
    int parallelism,
    String java,
    String system,
    int processors,
    List<StageRecord> stages) {
  static final String FILE = "run.json";

  /** Of a run that ends now on this machine. */
  public static RunRecord of(
      double seconds, String runner, int parallelism, List<StageRecord> stages) {
    return new RunRecord(
        Version.word(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        seconds,
        runner,
        parallelism,
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        stages);
  }

  /** Reads the record of a finished run. */
  public static RunRecord read(CorpusFolder folder) throws IOException {
    return Json.read(folder.found(FILE), RunRecord.class)
        .orElseThrow(() -> new IOException("there is no " + FILE + " in " + folder.root()));
  }

  /** Writes it into the folder of its run. */
  public void write(CorpusFolder folder) throws IOException {
    Json.write(folder.file(FILE), this);
  }
}
