package io.winnow.pipelines.recipe;

import io.winnow.corpus.table.Schema;

/**
 * The columns that a recipe's conditions may speak of.
 *
 * @param rules those there are before anything is decided
 * @param mixtures those there are afterwards
 */
public record RecipeColumns(Schema rules, Schema mixtures) {}
