/**
 * The section on documents at the limits of rules: {@link
 * io.winnow.report.sections.thresholds.ThresholdsSection}.
 */
@NullMarked
package io.winnow.report.sections.thresholds;

import org.jspecify.annotations.NullMarked;
