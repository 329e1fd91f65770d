package io.winnow.pipelines.run;

import static io.winnow.corpus.Require.require;

import io.winnow.pipelines.engine.JobOptions;
import io.winnow.pipelines.engine.Jobs;
import io.winnow.pipelines.engine.Progress;

/**
 * How a recipe is run; nothing here changes what comes out, but for {@code sample}.
 *
 * @param out folder of the run, on any filesystem that Beam knows
 * @param jobs where jobs run
 * @param runner name of the runner, for {@code run.json}
 * @param parallelism for {@code run.json}, and threads of this process that may work
 * @param progress hears how it gets on
 * @param sample share of the documents to take, chosen by a hash of their ids; 1 for all
 * @param mixtures whether to write the mixtures
 * @param inProcessDocuments documents up to which work on single shards is done in this process and
 *     not as a job
 */
public record CurationOptions(
    String out,
    JobOptions jobs,
    String runner,
    int parallelism,
    Progress progress,
    double sample,
    boolean mixtures,
    long inProcessDocuments) {
  public CurationOptions {
    require(sample > 0 && sample <= 1, "a sample is more than 0 and at most 1, but was %s", sample);
  }

  /** With the usual bound of what is done in this process. */
  public CurationOptions(
      String out,
      JobOptions jobs,
      String runner,
      int parallelism,
      Progress progress,
      double sample,
      boolean mixtures) {
    this(out, jobs, runner, parallelism, progress, sample, mixtures, Jobs.IN_PROCESS_DOCUMENTS);
  }

  /** The same with another bound of what is done in this process. */
  public CurationOptions inProcess(long documents) {
    return new CurationOptions(
        out, jobs, runner, parallelism, progress, sample, mixtures, documents);
  }
}
