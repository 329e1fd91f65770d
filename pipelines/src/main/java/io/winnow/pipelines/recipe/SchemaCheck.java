package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.winnow.corpus.table.Suggestion;
import io.winnow.pipelines.recipe.RecipeTree.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Holds a tree against the JSON Schema and says what is wrong in sentences. */
record SchemaCheck(RecipeTree tree, ObjectNode schema) {
  List<Problem> check(JsonNode json) {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(schema)
        .validate(json)
        .stream()
        .filter(message -> !isWordOfStages(message))
        .map(this::problem)
        .toList();
  }

  /** Those are said better by who knows the words: see {@link StagesCheck}. */
  private static boolean isWordOfStages(ValidationMessage message) {
    return message.getInstanceLocation().getNameCount() == 2
        && message.getInstanceLocation().getElement(0).equals("stages")
        && !message.getType().equals("type");
  }

  private Problem problem(ValidationMessage message) {
    List<Object> steps = new ArrayList<>();
    for (int i = 0; i < message.getInstanceLocation().getNameCount(); i++) {
      steps.add(message.getInstanceLocation().getElement(i));
    }
    JsonNode rule = message.getSchemaNode();
    String value = String.valueOf(message.getInstanceNode());
    Place place = tree.placeOf(steps);
    String path = steps.isEmpty() ? "the recipe" : RecipeTree.path(steps);
    String text;
    switch (message.getType()) {
      case "required" -> text = path + " needs " + message.getProperty();
      case "additionalProperties" -> {
        String key = message.getProperty();
        RecipeTree parent = find(steps);
        place = parent == null ? place : parent.keys.getOrDefault(key, place);
        List<String> known = known(message);
        String where = steps.isEmpty() ? "" : " in " + path;
        text = "there is no setting " + key + where + Suggestion.question(key, known);
      }
      case "type" -> text = path + " must be " + article(rule.asText()) + ", but was " + value;
      case "enum" -> {
        List<String> allowed =
            StreamSupport.stream(rule.spliterator(), false)
                .map(JsonNode::asText)
                .filter(word -> !word.isEmpty())
                .toList();
        text =
            path
                + " must be one of "
                + String.join(", ", allowed)
                + ", but was "
                + value
                + Suggestion.among(message.getInstanceNode().asText(), allowed)
                    .map(word -> "; did you mean " + word + "?")
                    .orElse("");
      }
      case "minimum" -> text = path + " must be at least " + rule + ", but was " + value;
      case "exclusiveMinimum" -> text = path + " must be more than " + rule + ", but was " + value;
      case "maximum" -> text = path + " must be at most " + rule + ", but was " + value;
      case "minItems" -> text = path + " needs at least " + rule + " element";
      case "pattern" ->
          text =
              path
                  + " must consist of lower-case letters, digits and hyphens ("
                  + rule.asText()
                  + "), but was "
                  + value;
      default -> text = path + ": " + message.getError();
    }
    return new Problem(place.label(), place.line(), place.column(), RecipeTree.path(steps), text);
  }

  private @Nullable RecipeTree find(List<Object> steps) {
    RecipeTree node = tree;
    for (Object step : steps) {
      node = node == null ? null : node.child(step);
    }
    return node;
  }

  private List<String> known(ValidationMessage message) {
    List<String> names = new ArrayList<>();
    JsonNode at = schema;
    for (int i = 0; i < message.getInstanceLocation().getNameCount(); i++) {
      Object step = message.getInstanceLocation().getElement(i);
      at =
          step instanceof Integer
              ? at.path("items")
              : at.path("properties").path(String.valueOf(step));
    }
    at.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String article(String type) {
    return switch (type) {
      case "string" -> "a word or a text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      default -> "a map of settings";
    };
  }
}
