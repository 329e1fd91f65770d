package io.winnow.runners;

import org.apache.beam.sdk.options.PipelineOptions;

/** A Flink cluster, wherever it is, that can be lent out at other parallelisms. */
abstract class FlinkRunner implements Runner {
  /** Options of a job for this cluster. */
  abstract PipelineOptions options(String jobName, int jobParallelism);

  /** Fails with a sentence where no job of this parallelism could run. */
  abstract void requireParallelism(int jobParallelism);

  @Override
  public final PipelineOptions options(String jobName) {
    return options(jobName, parallelism());
  }

  @Override
  public final Runner at(int jobParallelism) {
    requireParallelism(jobParallelism);
    return new Lent(this, jobParallelism);
  }

  /** The same cluster at another parallelism; the owner closes it. */
  private record Lent(FlinkRunner owner, int parallelism) implements Runner {
    @Override
    public PipelineOptions options(String jobName) {
      return owner.options(jobName, parallelism);
    }

    @Override
    public String name() {
      return owner.name();
    }

    @Override
    public Runner at(int jobParallelism) {
      return owner.at(jobParallelism);
    }

    @Override
    public void close() {}
  }
}
