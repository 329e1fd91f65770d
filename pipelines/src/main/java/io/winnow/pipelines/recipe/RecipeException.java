package io.winnow.pipelines.recipe;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a recipe, at once; the message has a line for each. */
public final class RecipeException extends RuntimeException {
  private final List<Problem> problems;

  RecipeException(List<Problem> problems) {
    super(sorted(problems).stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = sorted(problems);
  }

  /** In the order of the file; those of overrides come first. */
  public List<Problem> problems() {
    return problems;
  }

  private static List<Problem> sorted(List<Problem> problems) {
    return problems.stream()
        .distinct()
        .sorted(
            Comparator.comparingInt(Problem::line)
                .thenComparingInt(Problem::column)
                .thenComparing(Problem::message))
        .toList();
  }
}
