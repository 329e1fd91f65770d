package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.classifiers.onnx.ModelFiles;
import io.winnow.classifiers.training.HeadTraining;
import io.winnow.classifiers.training.LabelledText;
import io.winnow.classifiers.training.TrainedModel;
import io.winnow.classifiers.training.TrainingSettings;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.tokens.TokenCounter;
import io.winnow.pipelines.engine.StageRecord;
import io.winnow.pipelines.manifest.SourceBooks;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings, scores, buckets, equal meanings and benchmarks in one run, with a real model. */
@Tag("slow")
@ExtendWith(SharedFlink.class)
class WholeChainTest {
  private static final String[] NAMES = {
    "Avon", "Elbe", "Tagus", "Rhone", "Neva", "Ebro", "Oder", "Main", "Isar", "Douro"
  };
  private static final String QUESTION =
      "A train leaves the station at nine and travels sixty miles each hour; how far is it by noon";

  @TempDir Path folder;

  @BeforeEach
  void writeInputs() throws IOException {
    List<LabelledText> labelled = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String name : NAMES) {
      String river =
          "The river " + name + " flows past the old bridge to the sea, and its floods are feared.";
      String music =
          "In " + name + " the orchestra plays a symphony, and the choir sings until midnight.";
      labelled.add(new LabelledText(river, true, name));
      labelled.add(new LabelledText(music, false, name));
      lines.add(line(name + "-river", river));
      lines.add(line(name + "-music", music));
    }
    // The same once more in other words, and twice with the item of a benchmark in it.
    lines.add(
        line(
            "paraphrase",
            "The old bridge stands where the Avon flows to the sea; its floods are feared."));
    lines.add(
        line("exam", "My homework was this. " + QUESTION + "? I did not know the answer at all."));
    lines.add(
        line(
            "exam-copy",
            "My homework was this. " + QUESTION + "? I did not know the answer at all."));
    Files.write(folder.resolve("in.jsonl"), lines);
    Files.writeString(
        folder.resolve("bench.jsonl"),
        "{\"bench\":\"trains\",\"id\":\"t\",\"question\":\"" + QUESTION + "?\"}");
    TrainedModel model =
        new HeadTraining(
                new TrainingSettings("rivers", "minilm", 64, false, 1e-4, 5, 1, "rivers", "CC0"))
            .train(labelled, count -> {});
    Files.createDirectory(folder.resolve("model"));
    Files.write(folder.resolve("model").resolve(ModelFiles.ONNX), model.onnx());
    Files.writeString(folder.resolve("model").resolve(ModelFiles.DESCRIPTION), model.description());
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: chain
        sources:
          - {name: pages, kind: web, paths: ["in.jsonl"]}
        stages: [signals, exact, prefilter, minhash, embed, classify, semdedup, contamination]
        survivor: [best-quality, longest, id]
        embed: {tokens: 64}
        classify:
          - {name: rivers, model: model, buckets: {web: 4}}
        minhash: {bands: 1, rows: 60}
        semdedup: {threshold: 0.85}
        contamination: {benchmarks: ["bench.jsonl"]}
        mixtures:
          - name: all
            components:
              - {name: rivers, where: "rivers > 0.5", epochs: 2}
              - {name: exams, where: "given_id in (exam, exam-copy)"}
        """);
  }

  private static String line(String id, String text) {
    return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}";
  }

  @Test
  void everyLinkDropsForItsOwnReasonAndBothRunnersAgree(Runner flink) throws IOException {
    RunResult direct = run("direct", Runners.direct(2));
    RunResult other = run("flink", flink);
    assertEquals(direct.manifest().digest(), other.manifest().digest());
    SourceBooks books = direct.manifest().books().get(0);
    assertEquals(23, books.records());
    assertEquals(1, books.dropped().get("contamination/contaminated"), books.toString());
    assertEquals(1, books.dropped().get("exact/duplicate-content"), books.toString());
    assertTrue(books.dropped().get("semdedup/semantic-duplicate") >= 1, books.toString());
    assertTrue(books.dropped().get("grade/lowest-bucket") >= 1, books.toString());
    for (String text : texts("direct")) {
      assertTrue(text.contains("flow"), text);
    }
    assertTrue(computed(run("direct", Runners.direct(2))).isEmpty());
  }

  @Test
  void whatIsLittleElseThanAnItemGoesWhereTheItemIsCutOut(Runner flink) throws IOException {
    Files.writeString(
        folder.resolve("in.jsonl"),
        line("bare", "Solve this: " + QUESTION + "?"),
        StandardOpenOption.APPEND);
    for (Runner runner : List.of(Runners.direct(2), flink)) {
      SourceBooks books = cut(runner).manifest().books().get(0);
      assertEquals(1, books.dropped().get("contamination/contaminated"), books.toString());
      assertTrue(texts("cut").stream().noneMatch(text -> text.contains("Solve")));
    }
  }

  private RunResult cut(Runner runner) throws IOException {
    return run(
        "cut",
        runner,
        "contamination.action=cut",
        "stages=[signals, exact, prefilter, embed, classify, contamination]",
        "classify[0].buckets={}");
  }

  @Test
  void whatIsContaminatedMayBeCutOut() throws IOException {
    RunResult run = cut(Runners.direct(2));
    assertFalse(run.manifest().books().get(0).dropped().containsKey("contamination/contaminated"));
    List<String> exams = texts("cut").stream().filter(text -> text.contains("homework")).toList();
    assertEquals(List.of("My homework was this. ? I did not know the answer at all."), exams);
    long tokens = 0;
    for (String text : texts("cut")) {
      tokens += TokenCounter.of("o200k").count(text);
    }
    assertEquals(tokens, run.manifest().mixtures().get(0).tokens());
  }

  private RunResult run(String out, Runner runner, String... overrides) throws IOException {
    return Samples.run(folder.resolve("recipe.yaml"), folder.resolve(out), runner, overrides);
  }

  private static Set<String> computed(RunResult result) {
    return result.stages().stream()
        .filter(stage -> stage.computed() > 0)
        .map(StageRecord::name)
        .collect(Collectors.toSet());
  }

  private List<String> texts(String out) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    CorpusFolder run = new CorpusFolder(folder.resolve(out).toString());
    try (TableReader reader =
        TableReader.open(
            run.table("mixtures/all", "part-00000"), List.of("id", "component", "copy", "text"))) {
      for (Row row = reader.row(); row != null; row = reader.row()) {
        texts.put(row.value(0) + " " + row.value(1) + " " + row.value(2), (String) row.value(3));
      }
    }
    return List.copyOf(texts.values());
  }
}
