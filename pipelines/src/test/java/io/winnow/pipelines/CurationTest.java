package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Document;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.pipelines.engine.StageRecord;
import io.winnow.pipelines.manifest.Manifest;
import io.winnow.pipelines.manifest.RunRecord;
import io.winnow.pipelines.manifest.SourceBooks;
import io.winnow.pipelines.recipe.RecipeException;
import io.winnow.pipelines.run.Refused;
import io.winnow.pipelines.run.RunResult;
import io.winnow.pipelines.run.UnfinishedRunFixture;
import io.winnow.runners.Runners;
import io.winnow.testing.Arrangement;
import io.winnow.testing.GraphWalk;
import io.winnow.testing.GraphWalk.Movement;
import io.winnow.testing.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurationTest {
  @TempDir Path folder;
  private Path recipe = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void goOnFromTheFinishedSamples() throws IOException {
    recipe = FinishedSamples.get().recipe();
    out = FinishedSamples.get().copyTo(folder.resolve("out"));
  }

  @Test
  void everyRecordIsKeptDroppedOrADeadLetter() {
    RunResult result = FinishedSamples.get().result();
    SourceBooks pages = result.manifest().books().get(0);
    assertEquals(19, pages.records());
    assertEquals(1, pages.deadLetters());
    assertEquals(1, pages.dropped().get("ingest/http-status"));
    assertEquals(1, pages.dropped().get("rules/too-short"));
    assertTrue(pages.dropped().get("exact/duplicate-content") >= 2, pages.toString());
    assertTrue(pages.dropped().get("minhash/near-duplicate") >= 3, pages.toString());
    for (SourceBooks source : result.manifest().books()) {
      assertEquals(source.records(), source.kept() + source.allDropped() + source.deadLetters());
    }
    SourceBooks answers = result.manifest().books().get(2);
    assertEquals(
        List.of(4L, 2L, 1L), List.of(answers.records(), answers.deadLetters(), answers.kept()));
  }

  @Test
  void aSecondRunComputesNothingAndLeavesTheSameManifest() throws IOException {
    byte[] manifest = Files.readAllBytes(out.resolve("manifest.json"));
    RunResult second = direct();
    assertEquals(Set.of(), computed(second));
    assertArrayEquals(manifest, Files.readAllBytes(out.resolve("manifest.json")));
  }

  @Test
  void whatIsThereKeepsTheCostOfTheRunThatComputedIt() throws IOException {
    CorpusFolder run = new CorpusFolder(out.toString());
    RunRecord first = RunRecord.read(run);
    direct();
    assertEquals(first.costs(), RunRecord.read(run).costs());
    RunResult changed = direct("rules.not-english.drop=language != fr");
    RunRecord second = RunRecord.read(run);
    for (StageRecord stage : changed.stages()) {
      double before = first.costs().get(stage.name()).seconds();
      double now = second.costs().get(stage.name()).seconds();
      if (stage.computed() == 0) {
        assertEquals(before, now, stage.name());
      } else {
        // Of shards that were there, the share that these are of all.
        double share = (double) stage.cached() / (stage.cached() + stage.computed());
        assertEquals(stage.seconds() + share * before, now, 1e-9, stage.name());
      }
    }
  }

  @Test
  void aDamagedRecordOfTimesStopsNoRun() throws IOException {
    Files.writeString(out.resolve("run.json"), "{\"costs\": ");
    assertEquals(Set.of(), computed(direct()));
    assertEquals(Map.of(), RunRecord.read(new CorpusFolder(out.toString())).costs());
  }

  @Test
  void aChangedRuleDecidesAgainAndMeasuresNothing() throws IOException {
    Set<String> computed = computed(direct("rules.not-english.drop=language != fr"));
    assertTrue(computed.contains("decide"), computed.toString());
    for (String stage : List.of("ingest", "ids", "signals", "exact", "signatures", "pairs")) {
      assertFalse(computed.contains(stage), computed.toString());
    }
  }

  @Test
  void whatIsDamagedIsMadeAnewAndNothingElse() throws IOException {
    Path signals;
    try (Stream<Path> files = Files.list(out.resolve("signals"))) {
      signals = files.max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
    }
    byte[] whole = Files.readAllBytes(signals);
    byte[] damaged = whole.clone();
    for (int at = 4; at < damaged.length * 3 / 4; at += 97) {
      damaged[at] ^= 4;
    }
    Files.write(signals, damaged);
    // A rule that is asked again reads the signals; what it drops does not change.
    RunResult again = direct("rules.too-short.drop=words < 20 and words < 1000");
    assertArrayEquals(whole, Files.readAllBytes(signals));
    StageRecord measured =
        again.stages().stream()
            .filter(stage -> stage.name().equals("signals"))
            .findFirst()
            .orElseThrow();
    assertEquals(1, measured.computed());
    assertEquals(FinishedSamples.get().result().manifest().digest(), again.manifest().digest());
  }

  @Test
  void aFileThatComesGoesOrIsRenamedLeavesTheShardsOfAllOthersAlone() throws IOException {
    Path pages = Files.createDirectories(folder.resolve("many"));
    for (int i = 0; i < 100; i++) {
      Files.writeString(
          pages.resolve("page-" + i + ".jsonl"),
          "{\"text\": \""
              + "word number "
              + i
              + " of a page that is long enough. ".repeat(900)
              + "\"}\n");
    }
    Path many =
        Files.writeString(
            folder.resolve("many.yaml"),
            """
            name: many
            sources: [{name: pages, kind: web, paths: ["many/*.jsonl"]}]
            ingest: {shard-megabytes: 1}
            stages: [signals]
            mixtures: [{name: all, components: [{}]}]
            """);
    out = folder.resolve("out-of-many");
    RunResult first = Samples.run(many, out, Runners.direct(2));
    int shards = first.manifest().shards().size();
    assertTrue(shards >= 4, shards + " shards");
    Files.writeString(pages.resolve("another.jsonl"), "{\"text\": \"one more page\"}\n");
    assertFewShards(Samples.run(many, out, Runners.direct(2)), 1);
    Files.move(pages.resolve("page-7.jsonl"), pages.resolve("renamed.jsonl"));
    assertFewShards(Samples.run(many, out, Runners.direct(2)), 2);
    Files.delete(pages.resolve("another.jsonl"));
    RunResult last = Samples.run(many, out, Runners.direct(2));
    assertFewShards(last, 1);
    assertEquals(first.manifest().digest(), last.manifest().digest());
  }

  /** A shard may have been divided, so that there are two in its place. */
  private static void assertFewShards(RunResult result, int changed) {
    for (StageRecord stage : result.stages()) {
      if (List.of("ingest", "signals", "ledger", "statistics").contains(stage.name())) {
        assertTrue(stage.computed() <= 2 * changed, stage.name() + " computed " + stage.computed());
      }
    }
  }

  @Test
  void aLooserPrefilterGivesWhatAFreshRunGives() throws IOException {
    out = folder.resolve("strict");
    direct("rules.too-short.drop=words < 70");
    assertEquals(FinishedSamples.get().result().manifest(), direct().manifest());
  }

  @Test
  void nothingThatMovesBeforeTheMixtureCarriesText() throws IOException {
    Observed runner = Observed.watching(Runners.direct(2));
    Samples.run(recipe, folder.resolve("watched"), runner);
    assertTrue(runner.graphs().size() >= 10, "there is a job for each stage");
    Set<String> strings = new TreeSet<>();
    List<Movement> withText = new ArrayList<>();
    for (GraphWalk graph : runner.graphs()) {
      graph.requireNothingMovedCarries(Document.class, String.class);
      for (Movement movement : graph.movements()) {
        // Only blocks move, since their coder says which columns are in them.
        BlockCoder blocks = assertInstanceOf(BlockCoder.class, movement.value(), movement.step());
        if (blocks.schema().has("text")) {
          withText.add(movement);
        } else {
          blocks.schema().columns().stream()
              .filter(column -> column.type() == ColumnType.STRING)
              .forEach(column -> strings.add(column.name()));
        }
      }
    }
    assertEquals(
        List.of("Mix/By part", "Mix/By part", "Mix/By part", "Mix/By part"),
        withText.stream().map(Movement::step).toList(),
        "text moves once for each mixture");
    // What else is a string is a name out of a short list, of no document's making.
    assertEquals(Set.of("by", "group", "reason", "stage"), strings);
  }

  @Test
  void aMixtureAsksForEpochsAndSaysWhatItGave() {
    Manifest.MixtureEntry mixture = FinishedSamples.get().result().manifest().mixtures().get(0);
    Manifest.ComponentEntry code = mixture.components().get(1);
    assertEquals(3.2, code.requestedEpochs());
    assertTrue(code.documents() >= 3 * code.availableDocuments());
    assertTrue(code.documents() <= 4 * code.availableDocuments());
    assertEquals(
        mixture.documents(),
        mixture.components().stream().mapToLong(Manifest.ComponentEntry::documents).sum());
  }

  @Test
  void changedInputUnderAnUnfinishedRunIsRefused() throws IOException {
    assertFalse(Files.exists(out.resolve("unfinished.json")));
    recipe = Samples.copy(Files.createDirectory(folder.resolve("in")), Arrangement.AS_GIVEN);
    // As after a kill: the note of the inputs stands, the manifest does not.
    UnfinishedRunFixture.note(out, recipe);
    Files.delete(out.resolve("manifest.json"));
    Path page = folder.resolve("in/web/pages/frost.html");
    Files.setLastModifiedTime(page, FileTime.fromMillis(1));
    Refused refused = assertThrows(Refused.class, this::direct);
    assertTrue(refused.getMessage().contains("frost.html has changed"), refused.getMessage());
  }

  @Test
  void aSourceWithoutInputsIsNamed() {
    RecipeException missing =
        assertThrows(RecipeException.class, () -> direct("sources.answers.paths=[none/*.jsonl]"));
    assertTrue(
        missing.getMessage().contains("sources[2].paths[0]: there is nothing at"),
        missing.getMessage());
  }

  @Test
  void tooManyDeadLettersAreSaid() throws IOException {
    assertFalse(FinishedSamples.get().result().tooManyDeadLetters());
    assertTrue(direct("dead-letters.maximum-share=0.01").tooManyDeadLetters());
  }

  @Test
  void whatARecipeNoLongerNamesIsSwept() throws IOException {
    assertTrue(Files.exists(out.resolve("mixtures/pretrain-1/part-00000.parquet")));
    direct("mixtures=[]");
    assertFalse(Files.exists(out.resolve("mixtures/pretrain-1/part-00000.parquet")));
  }

  private RunResult direct(String... overrides) throws IOException {
    return Samples.run(recipe, out, Runners.direct(2), overrides);
  }

  private static Set<String> computed(RunResult result) {
    return result.stages().stream()
        .filter(stage -> stage.computed() > 0)
        .map(StageRecord::name)
        .collect(Collectors.toSet());
  }
}
