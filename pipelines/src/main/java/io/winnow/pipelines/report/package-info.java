/**
 * From a finished run to its report: {@link io.winnow.pipelines.report.ReportFiles} writes it,
 * {@link io.winnow.pipelines.report.ReportFacts} says what no table holds.
 */
@NullMarked
package io.winnow.pipelines.report;

import org.jspecify.annotations.NullMarked;
