/**
 * How pipelines are tested on Direct and Flink; test scope only. Begin with {@link
 * io.winnow.testing.PipelineConformance}.
 */
@NullMarked
package io.winnow.testing;

import org.jspecify.annotations.NullMarked;
