/** How a stage is run: shard by shard or as a shuffle, once per digest of all that goes into it. */
@NullMarked
package io.winnow.pipelines.stage;

import org.jspecify.annotations.NullMarked;
