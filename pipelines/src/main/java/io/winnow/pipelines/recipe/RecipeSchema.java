package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.stage.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The JSON Schema (draft 2020-12) of a recipe, made from {@link Recipe} and its settings. */
public final class RecipeSchema {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecipeSchema() {}

  /** The schema as a text, one property a line. */
  public static String json() {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return JSON.writer(printer).writeValueAsString(tree()) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema cannot be written as JSON", e);
    }
  }

  static ObjectNode tree() {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Winnow recipe");
    schema.setAll(record(Recipe.class));
    return schema;
  }

  private static ObjectNode record(Class<?> type) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("type", "object");
    ArrayNode required = JSON.createArrayNode();
    ObjectNode properties = schema.putObject("properties");
    for (RecordComponent component : type.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      String name = KebabCaseStrategy.INSTANCE.translate(component.getName());
      ObjectNode property = property(component.getGenericType(), setting);
      property.put("description", setting.value());
      if (setting.fallback().isEmpty()) {
        required.add(name);
      } else {
        property.set("default", parse(setting.fallback()));
      }
      properties.set(name, property);
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static ObjectNode property(Type type, Setting setting) {
    ObjectNode schema = JSON.createObjectNode();
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      schema.put("type", "array");
      Class<?> element = (Class<?>) generic.getActualTypeArguments()[0];
      schema.set("items", element.isRecord() ? record(element) : element(element, setting));
      if (setting.items() > 0) {
        schema.put("minItems", setting.items());
      }
    } else if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
      schema.put("type", "object");
      ObjectNode properties = schema.putObject("properties");
      Class<?> value = (Class<?>) generic.getActualTypeArguments()[1];
      for (String key : setting.allowed()) {
        properties.set(key, value(value, setting));
      }
      schema.put("additionalProperties", false);
    } else if (type == String.class) {
      return word(setting);
    } else if (type == boolean.class) {
      schema.put("type", "boolean");
    } else if (type == int.class || type == long.class) {
      return limits(schema.put("type", "integer"), setting);
    } else if (type == double.class) {
      return limits(schema.put("type", "number"), setting);
    } else {
      return record((Class<?>) type);
    }
    return schema;
  }

  private static ObjectNode element(Class<?> type, Setting setting) {
    return type == Double.class
        ? limits(JSON.createObjectNode().put("type", "number"), setting)
        : word(setting);
  }

  private static ObjectNode value(Class<?> type, Setting setting) {
    if (type == Integer.class) {
      return limits(JSON.createObjectNode().put("type", "integer"), setting);
    }
    return type.isRecord() ? record(type) : JSON.createObjectNode().put("type", "string");
  }

  private static ObjectNode word(Setting setting) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("type", "string");
    if (!setting.pattern().isEmpty()) {
      schema.put("pattern", "^(" + setting.pattern() + ")$");
    }
    if (setting.allowed().length > 0) {
      ArrayNode allowed = schema.putArray("enum");
      for (String word : setting.allowed()) {
        allowed.add(word);
      }
    }
    return schema;
  }

  private static ObjectNode limits(ObjectNode schema, Setting setting) {
    put(schema, "minimum", setting.minimum());
    put(schema, "exclusiveMinimum", setting.above());
    put(schema, "maximum", setting.maximum());
    return schema;
  }

  private static void put(ObjectNode schema, String name, double value) {
    if (Double.isFinite(value)) {
      if (value == Math.rint(value)) {
        schema.put(name, (long) value);
      } else {
        schema.put(name, value);
      }
    }
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a default is no JSON: " + json, e);
    }
  }

  /** The words that a setting of the recipe itself may hold. */
  static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    tree()
        .path("properties")
        .path(name)
        .path("items")
        .path("enum")
        .forEach(w -> words.add(w.asText()));
    return words;
  }

  /** Fills in what a tree that fits the schema leaves out. */
  static void fillDefaults(ObjectNode tree) {
    fill(tree, tree());
  }

  private static void fill(JsonNode node, JsonNode schema) {
    if (node instanceof ObjectNode object) {
      schema
          .path("properties")
          .fields()
          .forEachRemaining(
              property -> {
                JsonNode fallback = property.getValue().get("default");
                if (!object.has(property.getKey()) && fallback != null) {
                  object.set(property.getKey(), fallback.deepCopy());
                }
                if (object.has(property.getKey())) {
                  fill(object.get(property.getKey()), property.getValue());
                }
              });
    } else if (node instanceof ArrayNode array) {
      array.forEach(element -> fill(element, schema.path("items")));
    }
  }
}
