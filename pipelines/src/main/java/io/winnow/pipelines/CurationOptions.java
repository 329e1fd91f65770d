package io.winnow.pipelines;

import static io.winnow.corpus.Require.require;

import io.winnow.pipelines.stage.JobOptions;
import io.winnow.pipelines.stage.Progress;

/**
 * How a recipe is run; nothing here changes what comes out, but for {@code sample}.
 *
 * @param out folder of the run, on any filesystem that Beam knows
 * @param jobs where jobs run
 * @param runner name of the runner, for {@code run.json}
 * @param parallelism for {@code run.json}
 * @param progress hears how it gets on
 * @param sample share of the documents to take, chosen by a hash of their ids; 1 for all
 * @param mixtures whether to write the mixtures
 */
public record CurationOptions(
    String out,
    JobOptions jobs,
    String runner,
    int parallelism,
    Progress progress,
    double sample,
    boolean mixtures) {
  public CurationOptions {
    require(sample > 0 && sample <= 1, "a sample is more than 0 and at most 1, but was %s", sample);
  }
}
