/** The recipe: what a run is to do, read from YAML and checked before anything runs. */
@NullMarked
package io.winnow.pipelines.recipe;

import org.jspecify.annotations.NullMarked;
