/**
 * From a recipe to a run: joins the other rooms together, holds no algorithm. Begin with {@link
 * io.winnow.pipelines.plan.Plan}, then {@link io.winnow.pipelines.run.Curation}.
 */
@NullMarked
package io.winnow.pipelines;

import org.jspecify.annotations.NullMarked;
