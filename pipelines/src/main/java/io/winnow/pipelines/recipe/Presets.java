package io.winnow.pipelines.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Settings that come with Winnow, under those of a recipe that names them. */
final class Presets {
  private static final String PLACE = "preset ";

  private Presets() {}

  /** Whether something stands in a preset. */
  static boolean isIn(RecipeTree.Place place) {
    return place.label().startsWith(PLACE);
  }

  /** Adds what the recipe does not say itself; a list is taken as a whole or not at all. */
  static void apply(RecipeTree recipe) {
    RecipeTree name = recipe.child("preset");
    if (name == null || name.scalar == null || name.scalar.asText().isEmpty()) {
      return;
    }
    String resource = name.scalar.asText() + ".yaml";
    try (InputStream stream = Presets.class.getResourceAsStream(resource)) {
      if (stream != null) { // if there is none, the schema says which there are
        String yaml = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        List<Problem> problems = new ArrayList<>();
        RecipeTree preset =
            new RecipeYaml(PLACE + name.scalar.asText(), false, problems)
                .read(yaml)
                .orElseThrow(() -> new IllegalStateException(resource + ": " + problems));
        merge(preset, recipe);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the preset " + resource + " cannot be read", e);
    }
  }

  private static void merge(RecipeTree from, RecipeTree into) {
    Map<String, RecipeTree> values = from.map;
    Map<String, RecipeTree> own = into.map;
    if (values == null || own == null) {
      return;
    }
    values.forEach(
        (key, value) -> {
          RecipeTree mine = own.get(key);
          if (mine == null) {
            own.put(key, value);
            into.keys.put(key, value.place);
          } else {
            merge(value, mine);
          }
        });
  }
}
