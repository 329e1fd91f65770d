package io.winnow.runners;

import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Beam's DirectRunner. Without its checks a small element costs a tenth: they encode and decode
 * every value that passes between two functions.
 */
record Direct(int parallelism, boolean checks) implements Runner {
  Direct {
    Settings.require(parallelism >= 1, "parallelism must be at least 1, but was %s", parallelism);
  }

  @Override
  public PipelineOptions options(String jobName) {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setJobName(jobName);
    options.setTargetParallelism(parallelism);
    options.setBlockOnRun(true);
    options.setEnforceEncodability(checks);
    options.setEnforceImmutability(checks);
    return options;
  }

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public Runner at(int otherParallelism) {
    return new Direct(otherParallelism, checks);
  }

  @Override
  public void close() {
    // Nothing was started.
  }
}
