package io.winnow.pipelines.manifest;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.DamagedFile;
import io.winnow.pipelines.engine.StageRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * @param folder of the recipe, from which its relative paths start; empty where unknown
 * @param stages in their order
 * @param costs what it took to compute what is there, in this run or before it, by stage
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
    String folder,
    List<StageRecord> stages,
    Map<String, StageCost> costs) {
  static final String FILE = "run.json";

  private static final Logger LOG = LoggerFactory.getLogger(RunRecord.class);

  public RunRecord {
    // Versions before said nothing of these.
    costs = costs == null ? Map.of() : costs;
    folder = folder == null ? "" : folder;
  }

  /**
   * Of a run that ends now on this machine, or has come so far.
   *
   * @param folder of the recipe
   * @param earlier costs of what was there before it
   */
  public static RunRecord of(
      double seconds,
      String runner,
      int parallelism,
      String folder,
      List<StageRecord> stages,
      Map<String, StageCost> earlier) {
    return new RunRecord(
        Version.word(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        seconds,
        runner,
        parallelism,
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        folder,
        stages,
        StageCost.after(earlier, stages, parallelism));
  }

  /** The same with the costs of its own stages only: what others had written is swept. */
  public RunRecord ended() {
    Map<String, StageCost> own = new TreeMap<>(costs);
    own.keySet().retainAll(stages.stream().map(StageRecord::name).toList());
    return new RunRecord(
        version,
        finished,
        seconds,
        runner,
        parallelism,
        java,
        system,
        processors,
        folder,
        stages,
        own);
  }

  /**
   * Costs of what lies in a folder: of the result in the folder below, and of what an attempt that
   * was cut short has added. What cannot be read is not known, and no reason to stop.
   */
  public static Map<String, StageCost> costs(CorpusFolder folder) throws IOException {
    CorpusFolder below = folder.below();
    Map<String, StageCost> costs = new TreeMap<>(below == null ? Map.of() : costs(below));
    try {
      Json.read(folder.file(FILE), RunRecord.class).ifPresent(run -> costs.putAll(run.costs()));
    } catch (DamagedFile e) {
      LOG.warn("{} is damaged, so what earlier runs cost is not known", FILE, e);
    }
    return costs;
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
