/**
 * From a recipe to the list of its stages. Begin with {@link io.winnow.pipelines.plan.Plan}, the
 * table of contents of a corpus.
 */
@NullMarked
package io.winnow.pipelines.plan;

import org.jspecify.annotations.NullMarked;
