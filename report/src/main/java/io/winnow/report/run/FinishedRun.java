package io.winnow.report.run;

import io.winnow.corpus.run.RunTables;

/**
 * A finished run, as the sections of its report read it.
 *
 * @param tables what it has measured and decided
 * @param facts what no table says
 */
public record FinishedRun(RunTables tables, RunFacts facts) {}
