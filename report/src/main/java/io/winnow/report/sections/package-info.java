/**
 * The sections of a report, a file each: what it holds, how it is read from a run, how it is drawn.
 * {@link io.winnow.report.sections.Section} says what each of them can do.
 */
@NullMarked
package io.winnow.report.sections;

import org.jspecify.annotations.NullMarked;
