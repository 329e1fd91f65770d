/**
 * Counts of a corpus that add up: one set per shard, merged by the driver, no float sums. Begin
 * with {@link io.winnow.report.statistics.Statistics}.
 */
@NullMarked
package io.winnow.report.statistics;

import org.jspecify.annotations.NullMarked;
