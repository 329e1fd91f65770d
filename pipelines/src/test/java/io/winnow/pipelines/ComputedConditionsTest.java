package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.condition.Condition;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.RecipeException;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.runners.Runners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules, mixtures and looks into a run that compute with what they ask for. */
class ComputedConditionsTest {
  @TempDir Path folder;

  @BeforeEach
  void writeInputs() throws IOException {
    Files.writeString(
        folder.resolve("pages.jsonl"),
        """
        {"id": "news", "title": "A Press Release", "text": "one two three four"}
        {"id": "long", "title": "Rain", "text": "one two three four five six seven eight"}
        {"id": "lines", "title": "Snow", "text": "one two\\nthree four\\nfive six\\nseven eight"}
        {"id": "plain", "text": "one two three four five six"}
        """);
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: computed
        sources:
          - {name: pages, kind: web, paths: ["pages.jsonl"], fields: {text: text, id: id, title: title}}
        stages: [signals]
        rules:
          - {name: press, drop: 'contains(lower(title), "press release")'}
          - {name: short-lines, drop: "words / lines < 3"}
        mixtures:
          - name: all
            components:
              - {name: long, where: "words > 2 * 3 and words != lines and not contains(title, 'x')"}
              - {name: rest, where: "not contains(title, 'Rain')", epochs: 2}
        """);
  }

  @Test
  void rulesAndMixturesChooseByWhatTheyCompute() throws IOException {
    RunFolder run = run();
    Map<String, String> titles = new HashMap<>();
    run.visit(
        "documents",
        List.of("id", "title"),
        null,
        row -> titles.put(row[0] + "", row[1] + "") == null);
    Map<String, String> reasons = new TreeMap<>();
    run.visit(
        "decisions",
        List.of("id", "reason"),
        null,
        row -> reasons.put(titles.get(row[0] + ""), row[1] + "") == null);
    assertEquals(
        Map.of("A Press Release", "press", "Rain", "null", "Snow", "short-lines", "null", "null"),
        reasons);
    Map<String, String> copies = new TreeMap<>();
    run.visit(
        "copies_all",
        List.of("id", "component", "copies"),
        null,
        row -> copies.put(row[1] + " " + row[2], titles.get(row[0] + "")) == null);
    // A missing title contains nothing, so not contains holds for it.
    assertEquals(Map.of("long 1", "Rain", "rest 2", "null"), copies);
  }

  @Test
  void aLookIntoATableMayComputeWithAnyColumn() throws IOException {
    RunFolder run = run();
    List<String> titles = new ArrayList<>();
    run.visit(
        "documents",
        List.of("title"),
        Condition.parse("contains(text, 'seven') and length(text) > length(title) * 9"),
        row -> titles.add(row[0] + ""));
    assertEquals(List.of("Rain", "Snow"), titles.stream().sorted().toList());
  }

  @Test
  void aFaultyComputationIsFoundBeforeTheRun() {
    assertFault("rules.press.drop=contains(title)", "character 1: contains(text, text) takes 2");
    assertFault("rules.press.drop=contains(text, 'a')", "character 10: there is no column text");
    assertFault("rules.press.drop=words / title > 1", "character 9: / takes numbers, but title");
    assertFault("rules.press.drop=cotnains(title, 'a')", "did you mean contains(text, text)?");
    assertFault("mixtures.all.components.rest.where=contains(text, 'a')", "no column text");
  }

  private RunFolder run() throws IOException {
    Path out = folder.resolve("out");
    Samples.run(folder.resolve("recipe.yaml"), out, Runners.direct(2));
    return RunFolder.open(out.toString());
  }

  private void assertFault(String override, String part) {
    RecipeException fault =
        assertThrows(
            RecipeException.class,
            () ->
                RecipeFile.load(
                    folder.resolve("recipe.yaml"), List.of(override), StageWords.vocabulary()));
    assertTrue(fault.getMessage().contains(part), fault.getMessage());
  }
}
