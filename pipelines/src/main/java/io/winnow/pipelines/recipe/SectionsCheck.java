package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.classifiers.Classify;
import io.winnow.classifiers.ClassifyModel;
import io.winnow.classifiers.EmbedSettings;
import io.winnow.corpus.stage.CheckedSettings;
import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/**
 * Asks the settings of each stage what is wrong with them, once their shape is right; and looks, in
 * all settings that name files, for environment variables that are not set.
 */
record SectionsCheck(Vocabulary vocabulary, Problems problems) {
  void check(ObjectNode recipe) {
    variables(Recipe.Core.class, recipe, List.of());
    for (Class<? extends Record> type : vocabulary.sections()) {
      Section section = type.getAnnotation(Section.class);
      JsonNode given = recipe.path(section.name());
      if (section.list()) {
        for (int i = 0; i < given.size(); i++) {
          variables(type, given.path(i), List.of(section.name(), i));
          self(type, given.path(i), List.of(section.name(), i));
        }
      } else {
        variables(type, given, List.of(section.name()));
        self(type, given, List.of(section.name()));
      }
    }
    models(recipe.path("classify"), recipe.path("embed"));
  }

  private void self(Class<? extends Record> type, JsonNode given, List<Object> steps) {
    if (CheckedSettings.class.isAssignableFrom(type)
        && given.isObject()
        && problems.isSound(steps)) {
      ((CheckedSettings) Recipe.settings(given, type))
          .check((path, message) -> problems.add(Problems.below(steps, path), message));
    }
  }

  /** Models beside each other, and beside the vectors that they are given. */
  private void models(JsonNode classify, JsonNode embed) {
    if (!problems.isSound(List.of("classify")) || !problems.isSound(List.of("embed"))) {
      return;
    }
    List<ClassifyModel> models = new ArrayList<>();
    classify.forEach(model -> models.add(Recipe.settings(model, ClassifyModel.class)));
    Classify.check(
        models,
        Recipe.settings(
            embed.isObject() ? embed : JsonNodeFactory.instance.objectNode(), EmbedSettings.class),
        (path, message) -> problems.add(Problems.below(List.of("classify"), path), message));
  }

  private void variables(Class<?> type, JsonNode given, List<Object> steps) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = RecipeSchema.name(component);
      JsonNode value = given.path(name);
      List<Object> own = with(steps, name);
      if (component.getAnnotation(Setting.class).path()) {
        if (value.isArray()) {
          for (int i = 0; i < value.size(); i++) {
            variable(value.path(i), with(own, i));
          }
        } else {
          variable(value, own);
        }
      } else if (component.getGenericType() instanceof ParameterizedType generic
          && generic.getRawType() == List.class) {
        Type element = generic.getActualTypeArguments()[0];
        for (int i = 0; element instanceof Class<?> c && c.isRecord() && i < value.size(); i++) {
          variables((Class<?>) element, value.path(i), with(own, i));
        }
      } else if (component.getType().isRecord()) {
        variables(component.getType(), value, own);
      }
    }
  }

  private static List<Object> with(List<Object> steps, Object next) {
    List<Object> all = new ArrayList<>(steps);
    all.add(next);
    return all;
  }

  private void variable(JsonNode path, List<Object> steps) {
    Matcher variable = RecipeFile.VARIABLE.matcher(path.asText());
    if (variable.matches()) {
      String value = System.getenv(variable.group(1));
      if (value == null || value.isEmpty()) {
        problems.add(
            steps,
            path.asText()
                + " begins with the environment variable "
                + variable.group(1)
                + ", which is not set");
      }
    }
  }
}
