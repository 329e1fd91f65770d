/**
 * How a stage is run: once per digest of all that goes into it, shard by shard or as a shuffle.
 * Begin with {@link io.winnow.pipelines.engine.Engine}.
 */
@NullMarked
package io.winnow.pipelines.engine;

import org.jspecify.annotations.NullMarked;
