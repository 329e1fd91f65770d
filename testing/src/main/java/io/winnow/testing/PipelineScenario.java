package io.winnow.testing;

import io.winnow.runners.Runner;
import java.nio.file.Path;

/**
 * Something that runs pipelines and leaves files: a transform between {@code Create} and a sink, or
 * the whole driver. {@link Conformance} runs it in many ways and compares what it leaves.
 */
@FunctionalInterface
public interface PipelineScenario {
  /**
   * Writes the input under {@code trial.input()} as {@code trial.arrangement()} wants it, or builds
   * it in memory, and runs every job with options of {@code trial.runner()}, which it must not
   * close. Returns when all jobs are done.
   */
  void run(Trial trial) throws Exception;

  /** Which files below the output folder must be the same; all of them unless overridden. */
  default boolean counts(String relativeName) {
    return true;
  }

  /** What is compared. */
  default String digest(Path output) {
    return FolderDigest.of(output, this::counts);
  }

  /**
   * One way to run.
   *
   * @param name for messages, such as {@code flink, 2 slots, bundles replayed}
   * @param runner where; borrowed
   * @param arrangement how the input is laid out
   * @param input an empty folder of this trial
   * @param output an empty folder of this trial
   */
  record Trial(String name, Runner runner, Arrangement arrangement, Path input, Path output) {}
}
