package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A recipe as it was written: values, and the place where each stands. */
final class RecipeTree {
  /**
   * Where something stands.
   *
   * @param label the file's name and place, or the override
   * @param line from 1; 0 in an override
   * @param column from 1; 0 in an override
   */
  record Place(String label, int line, int column) {}

  final Place place;
  final @Nullable JsonNode scalar;
  final @Nullable Map<String, RecipeTree> map;
  final @Nullable List<RecipeTree> list;

  /** Where the keys of a map stand. */
  final Map<String, Place> keys = new LinkedHashMap<>();

  private RecipeTree(
      Place place,
      @Nullable JsonNode scalar,
      @Nullable Map<String, RecipeTree> map,
      @Nullable List<RecipeTree> list) {
    this.place = place;
    this.scalar = scalar;
    this.map = map;
    this.list = list;
  }

  static RecipeTree scalar(Place place, JsonNode value) {
    return new RecipeTree(place, value, null, null);
  }

  static RecipeTree map(Place place) {
    return new RecipeTree(place, null, new LinkedHashMap<>(), null);
  }

  static RecipeTree list(Place place) {
    return new RecipeTree(place, null, null, new ArrayList<>());
  }

  JsonNode json() {
    if (map != null) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      map.forEach((key, value) -> object.set(key, value.json()));
      return object;
    }
    if (list != null) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      list.forEach(value -> array.add(value.json()));
      return array;
    }
    return scalar == null ? JsonNodeFactory.instance.nullNode() : scalar;
  }

  /** Where a path leads: the value's place, or that of the last thing on the way that exists. */
  Place placeOf(List<Object> path) {
    RecipeTree node = this;
    for (Object step : path) {
      RecipeTree next = node.child(step);
      if (next == null) {
        return node.place;
      }
      node = next;
    }
    return node.place;
  }

  @Nullable RecipeTree child(Object step) {
    if (map != null && step instanceof String key) {
      return map.get(key);
    }
    if (list != null && step instanceof Integer index && index >= 0 && index < list.size()) {
      return list.get(index);
    }
    return null;
  }

  /** As in {@code rules[2].drop}. */
  static String path(List<Object> steps) {
    StringBuilder path = new StringBuilder();
    for (Object step : steps) {
      if (step instanceof Integer index) {
        path.append('[').append(index).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step);
      }
    }
    return path.toString();
  }
}
