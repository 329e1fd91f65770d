/**
 * Direct, embedded Flink and Flink clusters: how a pipeline is run. Begin with {@link
 * io.winnow.runners.Runners}.
 */
@NullMarked
package io.winnow.runners;

import org.jspecify.annotations.NullMarked;
