/**
 * The recipe: what a run is to do, read from YAML and checked before anything runs. Begin with
 * {@link io.winnow.pipelines.recipe.RecipeFile} and {@link io.winnow.pipelines.recipe.Recipe}.
 */
@NullMarked
package io.winnow.pipelines.recipe;

import org.jspecify.annotations.NullMarked;
