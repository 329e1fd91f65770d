package io.winnow.runners;

import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A place where pipelines run. One runner serves all jobs of a run:
 *
 * <pre>{@code
 * try (Runner runner = Runners.embeddedFlink(EmbeddedFlinkSettings.standard(2, folder))) {
 *   Pipeline pipeline = Pipeline.create(runner.options("signals"));
 *   ...
 *   pipeline.run().waitUntilFinish();
 * }
 * }</pre>
 *
 * A job that fails throws from {@code run()} or {@code waitUntilFinish()}; its cause chain ends in
 * what the function threw, or in its serialized form where that class cannot be loaded here.
 */
public interface Runner extends AutoCloseable {
  /**
   * The options of one job. The first call of a runner that needs a cluster starts it, or makes
   * sure that somebody answers.
   *
   * @param jobName what Flink's page and the logs call the job
   * @throws ClusterUnavailableException if there is no cluster that could take a job
   */
  PipelineOptions options(String jobName);

  /** How many workers share the work, at least 1. */
  int parallelism();

  /** A short name for messages: {@code direct}, {@code flink}. */
  String name();

  /**
   * The same place, used with another parallelism. What it returns borrows this runner's cluster:
   * closing it closes nothing.
   *
   * @param parallelism at least 1, and no more than the place has room for
   */
  Runner at(int parallelism);

  /** Stops what was started, deletes what was written to temporary folders. Twice is harmless. */
  @Override
  void close();
}
