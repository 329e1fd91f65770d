/**
 * What a stage of a plan is: begin with {@link io.winnow.corpus.stage.Stage}. Stages stand in the
 * rooms of their desks; who runs them is {@code io.winnow.pipelines.run}.
 */
@NullMarked
package io.winnow.corpus.stage;

import org.jspecify.annotations.NullMarked;
