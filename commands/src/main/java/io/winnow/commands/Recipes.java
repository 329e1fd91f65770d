package io.winnow.commands;

import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.RecipeFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Loads recipes for commands that go on with them. */
final class Recipes {
  private Recipes() {}

  /**
   * A recipe; what is odd about it goes to {@code err}.
   *
   * @throws io.winnow.pipelines.recipe.RecipeException naming everything that is wrong with it
   */
  static RecipeFile load(Path file, List<String> overrides, PrintWriter err) {
    RecipeFile recipe = load(file, overrides);
    recipe.written().warnings().forEach(warning -> err.println("warning: " + warning));
    return recipe;
  }

  /** The same, where somebody else says what is odd. */
  static RecipeFile load(Path file, List<String> overrides) {
    return RecipeFile.load(file, overrides, StageWords.vocabulary());
  }
}
