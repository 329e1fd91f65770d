package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.pipelines.recipe.RecipeTree.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How a recipe was written: where its settings stand, and which of them do nothing. */
public final class Written {
  /** Of a recipe that nobody has written. */
  static final Written NOWHERE =
      new Written(RecipeTree.map(new Place("the recipe", 0, 0)), List.of());

  private final RecipeTree tree;
  private final List<Problem> warnings;

  private Written(RecipeTree tree, List<Problem> warnings) {
    this.tree = tree;
    this.warnings = warnings;
  }

  /**
   * @param recipe what the tree holds, before defaults are filled in
   */
  static Written of(RecipeTree tree, ObjectNode recipe, Vocabulary vocabulary) {
    List<Problem> warnings = new ArrayList<>();
    Set<String> named = new HashSet<>(Set.of(""));
    stages(recipe).forEach(stage -> named.add(stage.asText()));
    for (Vocabulary.Word word : vocabulary.words()) {
      for (String section : word.sections()) {
        Place place = tree.keys.get(section);
        if (place != null && !named.contains(word.word()) && !Presets.isIn(place)) {
          warnings.add(
              problem(
                  place,
                  section,
                  section + " does nothing, because stages does not name " + word.word()));
        }
      }
    }
    return new Written(tree, warnings);
  }

  private static JsonNode stages(ObjectNode recipe) {
    ObjectNode complete = recipe.deepCopy();
    RecipeSchema.fillDefaults(Recipe.Core.class, complete);
    return complete.path("stages");
  }

  /** What is allowed, and yet will hardly be what was meant. */
  public List<Problem> warnings() {
    return warnings;
  }

  /** A fault of a setting, such as {@code sources[0].paths[1]}. */
  Problem fault(String setting, String message) {
    return problem(
        tree.placeOf(Problems.below(List.of(), setting)), setting, setting + ": " + message);
  }

  private static Problem problem(Place place, String setting, String message) {
    return new Problem(place.label(), place.line(), place.column(), setting, message);
  }
}
