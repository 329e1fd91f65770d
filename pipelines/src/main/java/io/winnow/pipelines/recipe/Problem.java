package io.winnow.pipelines.recipe;

/**
 * One thing wrong with a recipe.
 *
 * @param where file, line and column, or the override it comes from
 * @param line from 1; 0 for an override
 * @param column from 1; 0 for an override
 * @param path of the setting, as in {@code rules[2].drop}
 * @param message one sentence without the place
 */
public record Problem(String where, int line, int column, String path, String message) {
  @Override
  public String toString() {
    return where + ": " + message;
  }
}
