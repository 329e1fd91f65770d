/**
 * The report of a run: {@link io.winnow.report.Report} lists its sections, {@link
 * io.winnow.report.ReportPage} makes pages of it. Sections, statistics and HTML have rooms of their
 * own.
 */
@NullMarked
package io.winnow.report;

import org.jspecify.annotations.NullMarked;
