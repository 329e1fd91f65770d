package io.winnow.pipelines.recipe;

import io.winnow.corpus.table.Schema;

/**
 * The columns that a recipe's conditions may speak of.
 *
 * @param rules those there are before anything is decided
 * @param mixtures those there are afterwards
 * @param losses those that mixtures may speak of besides, where documents are scored by a GLM
 */
public record RecipeColumns(Schema rules, Schema mixtures, Schema losses) {}
