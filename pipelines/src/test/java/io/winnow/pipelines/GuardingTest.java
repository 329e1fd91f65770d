package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.condition.Condition;
import io.winnow.pipelines.engine.Progress;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.run.Curation;
import io.winnow.pipelines.run.CurationOptions;
import io.winnow.pipelines.run.GuardStopped;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A rule, a way of looking for copies, or a cluster that takes too much stops a run. */
@Tag("slow")
@ExtendWith(SharedFlink.class)
class GuardingTest {
  @TempDir Path folder;

  /** 100 different texts, 40 of them short; 100 others, 70 of which are one text 35 times twice. */
  @BeforeEach
  void writeInputs() throws IOException {
    Random random = new Random(4);
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      first.add(line("a" + i, words(random, i < 40 ? 5 : 30)));
      second.add(
          line("b" + i, i < 70 ? "the same words over and over " + i % 2 : words(random, 30)));
    }
    Files.write(folder.resolve("first.jsonl"), first);
    Files.write(folder.resolve("second.jsonl"), second);
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: guarded
        sources:
          - {name: first, kind: web, paths: ["first.jsonl"], fields: {text: text, id: id, uri: uri}}
          - {name: second, kind: web, paths: ["second.jsonl"], fields: {text: text, id: id, uri: uri}}
        stages: [signals, exact]
        rules:
          - {name: short, drop: "words < 6", sources: [first]}
        mixtures:
          - name: all
            components: [{name: all}]
        """);
  }

  private static String words(Random random, int count) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      words.append(i == 0 ? "" : " ").append(Long.toString(random.nextLong(), 36));
    }
    return words.toString();
  }

  private static String line(String id, String text) {
    return "{\"id\":\"" + id + "\",\"uri\":\"http://x.org/" + id + "\",\"text\":\"" + text + "\"}";
  }

  @Test
  void whatTheGuardsAllowGoesOn(Runner flink) throws IOException {
    assertEquals(
        run("direct", Runners.direct(2)).manifest().digest(),
        run("flink", flink).manifest().digest());
    // Exactly as much as is allowed is allowed.
    assertEquals(
        List.of(),
        run(
                "exact",
                Runners.direct(2),
                "guards.rule=0.4",
                "guards.filter=0.68",
                "guards.cluster=0.34")
            .warnings());
  }

  @Test
  void aRuleThatTakesTooMuchIsNamedWithItsSourceAndThreeExamples(Runner flink) {
    for (Runner runner : List.of(Runners.direct(2), flink)) {
      String fault = fault(runner, "guards.rule=0.39");
      assertTrue(
          fault.startsWith(
              "a guard stopped the run: the rule short takes 40 of the 100 documents of source"
                  + " first, which is 40.0 %; guards.rule allows 39.0 %. Some of them:\n"),
          fault);
      assertEquals(3, fault.lines().filter(line -> line.contains("http://x.org/a")).count(), fault);
      assertFalse(fault.contains("second"), fault);
    }
  }

  @Test
  void whatAGuardSawCanBeLookedAtAndNoMixtureIsWritten() throws IOException {
    String fault = fault(Runners.direct(2), "guards.rule=0.39");
    RunFolder stopped = RunFolder.open(folder.resolve("stopped").toString());
    assertEquals(List.of(), stopped.manifest().mixtures());
    assertFalse(Files.exists(folder.resolve("stopped/mixtures/all/part-0000.parquet")));
    assertTrue(Files.exists(folder.resolve("stopped/report/index.html")));
    Set<String> dropped = new HashSet<>();
    stopped.visit(
        "decisions",
        List.of("id"),
        Condition.parse("reason = short"),
        row -> dropped.add(row[0] + ""));
    assertEquals(40, dropped.size());
    long known = dropped.stream().filter(fault::contains).count();
    assertEquals(3, known, fault);
    assertEquals(1, run("stopped", Runners.direct(2)).manifest().mixtures().size());
  }

  @Test
  void aWayOfLookingForCopiesThatTakesTooMuchIsNamed() {
    String fault = fault(Runners.direct(2), "guards.filter=0.5");
    assertTrue(
        fault.contains(
            "the filter exact takes 68 of the 100 documents of source second, which is 68.0 %;"
                + " guards.filter allows 50.0 %."),
        fault);
    assertEquals(3, fault.lines().filter(line -> line.contains("http://x.org/b")).count(), fault);
  }

  @Test
  void aClusterThatTakesTooMuchIsNamed(Runner flink) {
    for (Runner runner : List.of(Runners.direct(2), flink)) {
      String fault = fault(runner, "guards.cluster=0.33");
      assertEquals(
          2,
          fault
              .lines()
              .filter(
                  line -> line.contains("of exact takes 34 of the 100 documents of source second"))
              .count(),
          fault);
      assertEquals(6, fault.lines().filter(line -> line.contains("http://x.org/b")).count(), fault);
    }
  }

  @Test
  void smallSourcesAreNotGuardedAndADryRunOnlyWarns() throws IOException {
    assertEquals(
        List.of(),
        run("small", Runners.direct(2), "guards.rule=0", "guards.minimum-documents=101")
            .warnings());
    RecipeFile file =
        RecipeFile.load(
            folder.resolve("recipe.yaml"), List.of("guards.rule=0.1"), StageWords.vocabulary());
    try (Runner runner = Runners.direct(2)) {
      CurationOptions options =
          new CurationOptions(
              folder.resolve("dry").toString(),
              runner::options,
              "direct",
              2,
              Progress.none(),
              1,
              false);
      assertEquals(1, Curation.run(file, options, Curation.Ending.NONE).warnings().size());
    }
  }

  private RunResult run(String out, Runner runner, String... overrides) throws IOException {
    return Samples.run(folder.resolve("recipe.yaml"), folder.resolve(out), runner, overrides);
  }

  private String fault(Runner runner, String... overrides) {
    return assertThrows(GuardStopped.class, () -> run("stopped", runner, overrides)).getMessage();
  }
}
