package io.winnow.pipelines.engine;

import org.apache.beam.sdk.options.PipelineOptions;

/** Where jobs run. Called once per job, and only when something has to run. */
@FunctionalInterface
public interface JobOptions {
  /** Options, with a runner in them, for a job of this name. */
  PipelineOptions forJob(String name);
}
