package io.winnow.pipelines.run;

import io.winnow.pipelines.engine.StageRecord;
import io.winnow.pipelines.manifest.Manifest;
import java.util.List;

/**
 * How a run ended that did not fail.
 *
 * @param manifest of the finished run
 * @param stages what each stage took
 * @param seconds wall time of the whole run
 * @param deadLetterShare dead letters among all records, 0 to 1
 * @param tooManyDeadLetters whether that is more than the recipe allows
 * @param warnings sentences for a person
 */
public record RunResult(
    Manifest manifest,
    List<StageRecord> stages,
    double seconds,
    double deadLetterShare,
    boolean tooManyDeadLetters,
    List<String> warnings) {}
