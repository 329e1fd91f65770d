/** Direct, embedded Flink and Flink clusters: how a pipeline is run. */
@NullMarked
package io.winnow.runners;

import org.jspecify.annotations.NullMarked;
