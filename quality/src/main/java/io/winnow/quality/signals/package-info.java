/**
 * Counts what Gopher, C4 and FineWeb count, and a little more; decides nothing. Begin with {@link
 * io.winnow.quality.signals.SignalMeasures}.
 */
@NullMarked
package io.winnow.quality.signals;

import org.jspecify.annotations.NullMarked;
