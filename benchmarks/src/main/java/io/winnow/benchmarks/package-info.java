/**
 * Speed of what is called for every word or document, beside a yardstick in the same run. Begin
 * with {@link io.winnow.benchmarks.TextBenchmark}.
 */
@NullMarked
package io.winnow.benchmarks;

import org.jspecify.annotations.NullMarked;
