package io.winnow.runners;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** What every job on Flink is told, wherever the cluster is. */
final class FlinkJobs {
  private FlinkJobs() {}

  /**
   * @param master {@code HOST:PORT}
   * @param filesToStage never empty: Beam ships the whole class path in place of an empty list,
   *     which costs 7 to 20 s a job
   */
  static FlinkPipelineOptions options(
      String jobName, String master, int parallelism, List<String> filesToStage) {
    FlinkPipelineOptions options = PipelineOptionsFactory.create().as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setJobName(jobName);
    options.setFlinkMaster(master);
    options.setParallelism(parallelism);
    options.setFilesToStage(filesToStage);
    // Every exchange is written out before it is read: no deadlock where a branch joins itself, and
    // after a failure only the failed part runs again.
    options.setExecutionModeForBatch("BATCH_FORCED");
    // Functions must not change their input anyway (DirectRunner's checks watch over that).
    options.setObjectReuse(true);
    options.setFasterCopy(true);
    return options;
  }

  /** A jar with nothing in it. */
  static Path placeholder(Path folder) {
    Path jar = folder.resolve("placeholder.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (OutputStream bytes = Files.newOutputStream(jar)) {
      new JarOutputStream(bytes, manifest).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }
}
