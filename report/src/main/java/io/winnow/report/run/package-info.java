/**
 * What a finished run hands to its report: {@link io.winnow.report.run.FinishedRun} comes first.
 */
@NullMarked
package io.winnow.report.run;

import org.jspecify.annotations.NullMarked;
