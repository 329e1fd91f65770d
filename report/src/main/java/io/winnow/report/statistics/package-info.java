/** Counts of a corpus that add up: one set per shard, merged by the driver, no float sums. */
@NullMarked
package io.winnow.report.statistics;

import org.jspecify.annotations.NullMarked;
