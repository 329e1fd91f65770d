package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.winnow.pipelines.manifest.Manifest.TableEntry;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.RecipeSchema;
import io.winnow.pipelines.reference.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class ReferenceTest {
  private static final SortedMap<String, String> PAGES = Reference.pages();

  /** Every row of a table of keys ends with an example. */
  @Test
  void everyKeyOfARecipeIsSaidWithAnExample() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(RecipeSchema.json(StageWords.vocabulary()));
    List<String> without = new ArrayList<>();
    for (String line : page("recipe.md").lines().toList()) {
      if (line.startsWith("| `") && (line.endsWith("|  |") || line.startsWith("| ` |"))) {
        without.add(line);
      }
    }
    assertEquals(List.of(), without);
    for (JsonNode section : schema.get("properties")) {
      assertFalse(section.path("description").asText().isEmpty(), section.toString());
    }
  }

  /** An example that is refused would be worse than none. */
  @Test
  void everyExampleFitsItsKey() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(RecipeSchema.json(StageWords.vocabulary()));
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    List<JsonNode> withExamples = new ArrayList<>();
    collect(schema, withExamples);
    assertTrue(withExamples.size() > 20, withExamples.size() + " examples");
    for (JsonNode key : withExamples) {
      JsonSchema of = factory.getSchema(key);
      for (JsonNode example : key.get("examples")) {
        assertEquals(List.of(), List.copyOf(of.validate(example)), key.toString());
      }
    }
  }

  private static void collect(JsonNode node, List<JsonNode> to) {
    if (node.path("examples").isArray()) {
      to.add(node);
    }
    node.forEach(child -> collect(child, to));
  }

  @Test
  void everyTableOfARunHasItsColumnsOnThePage() {
    String page = page("tables.md");
    FinishedSamples samples = FinishedSamples.get();
    for (TableEntry table : samples.result().manifest().tables()) {
      if (!table.table().startsWith("copies_")) {
        assertTrue(page.contains("\n## `" + table.table() + "`\n"), table.table());
      }
    }
    assertFalse(page.contains("|  |"), "a column without a word");
  }

  private static String page(String name) {
    String page = PAGES.get(name);
    assertTrue(page != null, name);
    return String.valueOf(page);
  }
}
