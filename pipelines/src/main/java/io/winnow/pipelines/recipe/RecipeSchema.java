package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.Worded;
import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The JSON Schema (draft 2020-12) of recipes, made from records and their settings. */
public final class RecipeSchema {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecipeSchema() {}

  /** The schema as a text, one property a line. */
  public static String json(Vocabulary vocabulary) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return JSON.writer(printer).writeValueAsString(tree(vocabulary)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema cannot be written as JSON", e);
    }
  }

  static ObjectNode tree(Vocabulary vocabulary) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Winnow recipe");
    schema.setAll(record(Recipe.Core.class));
    ObjectNode properties = (ObjectNode) schema.get("properties");
    stages((ObjectNode) properties.path("stages").path("items"), vocabulary.names());
    for (Class<? extends Record> type : vocabulary.sections()) {
      Section section = type.getAnnotation(Section.class);
      ObjectNode property;
      if (section.list()) {
        property = JSON.createObjectNode().put("type", "array").set("items", record(type));
        property.put("description", section.text()).set("default", JSON.createArrayNode());
      } else {
        property = record(type);
        property.put("description", section.text()).set("default", JSON.createObjectNode());
      }
      properties.set(section.name(), property);
    }
    return schema;
  }

  /** Words of the plan, or the name of a class. */
  private static void stages(ObjectNode items, List<String> words) {
    ArrayNode either = items.putArray("anyOf");
    ArrayNode known = either.addObject().putArray("enum");
    words.forEach(known::add);
    either.addObject().put("pattern", "^[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)+$");
  }

  private static ObjectNode record(Class<?> type) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("type", "object");
    ArrayNode required = JSON.createArrayNode();
    ObjectNode properties = schema.putObject("properties");
    for (RecordComponent component : type.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      ObjectNode property = property(component.getGenericType(), setting);
      property.put("description", setting.value());
      if (!setting.example().isEmpty()) {
        property.putArray("examples").add(parse(setting.example()));
      }
      if (setting.fallback().isEmpty()) {
        required.add(name(component));
      } else {
        property.set("default", parse(setting.fallback()));
      }
      properties.set(name(component), property);
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  /** Name of a setting in recipes. */
  static String name(RecordComponent component) {
    return KebabCaseStrategy.INSTANCE.translate(component.getName());
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
      for (String key : allowed(setting)) {
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
    List<String> words = allowed(setting);
    if (!words.isEmpty()) {
      ArrayNode allowed = schema.putArray("enum");
      words.forEach(allowed::add);
    }
    return schema;
  }

  /** The words there are to choose from. */
  private static List<String> allowed(Setting setting) {
    Worded[] words = setting.words().getEnumConstants();
    return words == null
        ? List.of(setting.allowed())
        : Arrays.stream(words).map(Worded::word).toList();
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

  /**
   * Fills in what a tree that fits the schema leaves out, and writes each number as its setting has
   * it: 1 as 1.0 where that is a real number.
   */
  static void fillDefaults(ObjectNode tree, ObjectNode schema) {
    fill(tree, schema);
  }

  /** The same for the settings of one record. */
  static void fillDefaults(Class<?> type, ObjectNode tree) {
    fill(tree, record(type));
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
                JsonNode value = object.get(property.getKey());
                if (value != null) {
                  object.set(property.getKey(), number(value, property.getValue()));
                  fill(value, property.getValue());
                }
              });
    } else if (node instanceof ArrayNode array) {
      JsonNode items = schema.path("items");
      for (int i = 0; i < array.size(); i++) {
        array.set(i, number(array.get(i), items));
        fill(array.get(i), items);
      }
    }
  }

  private static JsonNode number(JsonNode value, JsonNode schema) {
    if (!value.isNumber()) {
      return value;
    }
    return switch (schema.path("type").asText()) {
      case "number" -> DoubleNode.valueOf(value.asDouble());
      case "integer" ->
          value.canConvertToInt()
              ? IntNode.valueOf(value.asInt())
              : LongNode.valueOf(value.asLong());
      default -> value;
    };
  }
}
