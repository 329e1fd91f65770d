/**
 * Pairs of 64-bit numbers, many of them: begin with {@link io.winnow.dedup.pairs.PairExchange},
 * which brings them together by partition.
 */
@NullMarked
package io.winnow.dedup.pairs;

import org.jspecify.annotations.NullMarked;
