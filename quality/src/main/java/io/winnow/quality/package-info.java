/**
 * Judgement by rule. Begin with {@link io.winnow.quality.signals.SignalMeasures} for what is
 * counted, and with {@link io.winnow.quality.decision.Decide} for what is dropped.
 */
@NullMarked
package io.winnow.quality;

import org.jspecify.annotations.NullMarked;
