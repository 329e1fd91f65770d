package io.winnow.pipelines.recipe;

import io.winnow.pipelines.recipe.RecipeTree.Place;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a recipe, each fault with the place of its setting. */
final class Problems {
  private final RecipeTree tree;
  private final List<Problem> problems;
  private final List<Problem> shape;

  /**
   * @param problems is added to; what it holds is what is wrong with the recipe's shape
   */
  Problems(RecipeTree tree, List<Problem> problems) {
    this.tree = tree;
    this.problems = problems;
    this.shape = List.copyOf(problems);
  }

  /**
   * Adds a fault.
   *
   * @param steps to the setting: names and numbers of elements
   */
  void add(List<Object> steps, String message) {
    Place place = tree.placeOf(steps);
    problems.add(
        new Problem(place.label(), place.line(), place.column(), RecipeTree.path(steps), message));
  }

  /** Whether a setting, with all below it, has the shape that the schema wants. */
  boolean isSound(List<Object> steps) {
    String setting = RecipeTree.path(steps);
    return shape.stream()
        .noneMatch(
            problem ->
                problem.path().equals(setting)
                    || problem.path().startsWith(setting + ".")
                    || problem.path().startsWith(setting + "["));
  }

  /** The steps of a path such as {@code target.recall} or {@code components[0].name}. */
  static List<Object> below(List<Object> steps, String path) {
    List<Object> all = new ArrayList<>(steps);
    for (String step : path.split("[.\\[\\]]+")) {
      if (!step.isEmpty()) {
        all.add(step.matches("[0-9]+") ? (Object) Integer.valueOf(step) : step);
      }
    }
    return all;
  }
}
