package io.winnow.commands;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.Problem;
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

  /**
   * The same for who may want events in JSON.
   *
   * @param json whether {@code err} takes a JSON object a line
   */
  static RecipeFile load(Path file, List<String> overrides, PrintWriter err, boolean json) {
    if (!json) {
      return load(file, overrides, err);
    }
    RecipeFile recipe = load(file, overrides);
    for (Problem warning : recipe.written().warnings()) {
      ObjectNode event = JsonNodeFactory.instance.objectNode();
      err.println(event.put("event", "warning").put("message", warning.toString()));
    }
    return recipe;
  }

  /** The same, where somebody else says what is odd. */
  static RecipeFile load(Path file, List<String> overrides) {
    return RecipeFile.load(file, overrides, StageWords.vocabulary());
  }
}
