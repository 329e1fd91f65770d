package io.winnow.pipelines.reference;

import static io.winnow.pipelines.reference.Markdown.code;
import static io.winnow.pipelines.reference.Markdown.plain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.RecipeSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every key of a recipe, read off the JSON Schema that recipes are held against. */
final class RecipePage {
  private RecipePage() {}

  static String text() {
    JsonNode schema;
    try {
      schema = new ObjectMapper().readTree(RecipeSchema.json(StageWords.vocabulary()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema is no JSON", e);
    }
    Markdown page =
        new Markdown("Keys of a recipe")
            .text(
                """
                A recipe is YAML. `winnow validate RECIPE` names all that is wrong with one, with line and
                column; editors that know JSON Schema take [recipe.schema.json](../recipe.schema.json).
                `--set PATH=VALUE` changes a key for one command: `--set minhash.bands=20`,
                `--set 'rules.too-short.drop=words < 30'` (elements of lists by their names),
                `--set rules.too-short=null` (takes one away).

                A key without a default must be given. Sections of stages count only where `stages`
                names the stage. [conditions.md](conditions.md) says how conditions are written.
                """);
    List<List<String>> top = new ArrayList<>();
    List<Map.Entry<String, JsonNode>> sections = new ArrayList<>();
    schema
        .get("properties")
        .properties()
        .forEach(
            property -> {
              if (record(property.getValue()) == null) {
                top.add(row(property.getKey(), property.getValue(), required(schema)));
              } else {
                sections.add(property);
              }
            });
    page.heading("The recipe itself").table(HEAD, top);
    for (Map.Entry<String, JsonNode> section : sections) {
      JsonNode value = section.getValue();
      boolean list = value.path("type").asText().equals("array");
      List<List<String>> rows = new ArrayList<>();
      rows("", value, rows);
      page.heading(code(section.getKey()) + (list ? ", a list" : ""))
          .text(plain(value.path("description").asText()))
          .table(HEAD, rows);
    }
    return page.toString();
  }

  private static final List<String> HEAD = List.of("key", "what", "may be", "default", "example");

  /** The object of a section, or of the elements of a list; null for what is no section. */
  private static @Nullable JsonNode record(JsonNode value) {
    JsonNode object = value.path("type").asText().equals("array") ? value.path("items") : value;
    return object.has("properties") && !isMap(object) ? object : null;
  }

  /** Of a map, nothing is said of each key. */
  private static boolean isMap(JsonNode value) {
    boolean map = value.has("properties");
    for (JsonNode each : value.path("properties")) {
      map &= !each.has("description");
    }
    return map;
  }

  private static List<String> required(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.path("required").forEach(name -> names.add(name.asText()));
    return names;
  }

  private static void rows(String prefix, JsonNode section, List<List<String>> to) {
    JsonNode object =
        section.path("type").asText().equals("array") ? section.get("items") : section;
    List<String> required = required(object);
    object
        .get("properties")
        .properties()
        .forEach(
            property -> {
              String key = prefix + property.getKey();
              JsonNode value = property.getValue();
              if (record(value) == null) {
                to.add(row(key, value, required));
                JsonNode first = isMap(value) ? value.get("properties").iterator().next() : value;
                if (record(first) != null) {
                  rows(key + ".*.", first, to);
                }
              } else {
                boolean list = value.path("type").asText().equals("array");
                if (value.has("description")) {
                  to.add(row(key, value, required));
                }
                rows(key + (list ? "[]." : "."), value, to);
              }
            });
  }

  private static List<String> row(String key, JsonNode value, List<String> required) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    boolean must = required.contains(last);
    return List.of(
        code(key),
        plain(value.path("description").asText()),
        range(value),
        must ? "must be given" : value.has("default") ? code(value.get("default").toString()) : "",
        code(example(value)));
  }

  /** The example of the schema, else the default, else the first word there is to choose. */
  static String example(JsonNode value) {
    JsonNode given = value.path("examples").path(0);
    if (!given.isMissingNode()) {
      return given.toString();
    }
    JsonNode fallback = value.path("default");
    boolean empty =
        fallback.isMissingNode()
            || fallback.isContainerNode() && fallback.isEmpty()
            || fallback.isTextual() && fallback.asText().isEmpty();
    if (!empty) {
      return fallback.toString();
    }
    JsonNode choice =
        value.path("enum").isEmpty() ? value.path("items").path("enum") : value.path("enum");
    for (JsonNode word : choice) {
      if (!word.asText().isEmpty()) {
        return value.has("enum") ? word.toString() : "[" + word + "]";
      }
    }
    return "";
  }

  private static String range(JsonNode value) {
    if (isMap(value)) {
      List<String> keys = new ArrayList<>();
      value.get("properties").fieldNames().forEachRemaining(key -> keys.add(code(key)));
      String each = range(value.get("properties").iterator().next());
      return "a map of " + String.join(", ", keys) + " to " + each;
    }
    JsonNode of = value.path("type").asText().equals("array") ? value.path("items") : value;
    List<String> parts = new ArrayList<>();
    JsonNode words = of.has("anyOf") ? of.path("anyOf").path(0).path("enum") : of.path("enum");
    if (!words.isEmpty()) {
      List<String> choice = new ArrayList<>();
      words.forEach(word -> choice.add(word.asText().isEmpty() ? "none" : code(word.asText())));
      parts.add(String.join(", ", choice));
      if (of.has("anyOf")) {
        parts.add("or the name of a class");
      }
    } else if (of.has("type")) {
      parts.add(of.path("type").asText().equals("string") ? "a text" : noun(of));
    }
    add(parts, of, "minimum", "at least ");
    add(parts, of, "exclusiveMinimum", "above ");
    add(parts, of, "maximum", "at most ");
    if (of.has("pattern")) {
      parts.add("matches " + code(of.path("pattern").asText()));
    }
    String range = String.join(", ", parts);
    return value.path("type").asText().equals("array") ? "a list: " + range : range;
  }

  private static String noun(JsonNode of) {
    return switch (of.path("type").asText()) {
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "`true` or `false`";
      default -> "a map";
    };
  }

  private static void add(List<String> parts, JsonNode of, String limit, String words) {
    if (of.has(limit)) {
      parts.add(words + of.get(limit));
    }
  }
}
