package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.classifiers.CompareEmbeddings;
import io.winnow.classifiers.NearPairs;
import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.classifiers.onnx.ModelFiles;
import io.winnow.classifiers.onnx.UnusableModel;
import io.winnow.classifiers.training.HeadTraining;
import io.winnow.classifiers.training.LabelledText;
import io.winnow.classifiers.training.TrainedModel;
import io.winnow.classifiers.training.TrainingSettings;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.TableReader;
import io.winnow.pipelines.recipe.RecipeException;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings by the static model: what is found, what it costs, and who does not take them. */
@Tag("slow")
@ExtendWith(SharedFlink.class)
class StaticEmbeddingTest {
  private static final int TOKENS = 64;

  @TempDir Path folder;

  private final List<String> texts = new ArrayList<>();

  @BeforeEach
  void writeInputs() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : List.of("Avon", "Elbe", "Tagus", "Rhone", "Neva", "Ebro", "Oder", "Main")) {
      texts.add("The river " + name + " flows past the old bridge to the sea, which many fear.");
      texts.add("The river " + name + " flows past the old bridges to the sea, as all know.");
      texts.add("In " + name + " the orchestra plays a symphony, and the choir sings till dawn.");
    }
    for (int i = 0; i < texts.size(); i++) {
      lines.add("{\"id\":\"" + i + "\",\"text\":\"" + texts.get(i) + "\"}");
    }
    Files.write(folder.resolve("a.jsonl"), lines.subList(0, 9));
    Files.write(folder.resolve("b.jsonl"), lines.subList(9, lines.size()));
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: cheap
        sources:
          - {name: pages, kind: web, paths: ["*.jsonl"]}
        stages: [signals, exact, prefilter, embed, semdedup]
        embed: {model: static, tokens: 64}
        semdedup: {threshold: 0.93, clusters: 1}
        mixtures:
          - {name: all, components: [{name: pages}]}
        """);
  }

  @Test
  void whatItCostsIsCountedAndTheSameOnBothRunners(Runner flink) throws IOException {
    RunResult direct = run("direct", Runners.direct(2));
    RunResult other = run("flink", flink);
    assertEquals(direct.manifest(), other.manifest());
    assertTrue(
        direct.manifest().books().get(0).dropped().get("semdedup/semantic-duplicate") >= 8,
        direct.manifest().books().toString());

    List<List<Object>> expected = new ArrayList<>();
    for (NearPairs pairs :
        NearPairs.count(
            vectors(EmbeddingModel.TRANSFORMER),
            vectors(EmbeddingModel.STATIC),
            List.of(0.95, 0.93, 0.9, 0.85, 0.8))) {
      expected.add(
          List.of(
              pairs.threshold(),
              (long) texts.size(),
              pairs.wanted(),
              pairs.found(),
              pairs.extra()));
    }
    assertEquals(expected, recall("direct"));
    JsonNode report =
        new ObjectMapper().readTree(folder.resolve("direct/report/report.json").toFile());
    JsonNode section = report.path("embeddingRecall");
    assertEquals(texts.size(), section.path("documents").asInt(), section.toString());
    assertEquals(0.93, section.path("threshold").asDouble());
    assertEquals(expected.get(4).get(3), section.path("pairs").path(4).path("found").asLong());
    assertTrue(
        Files.readString(folder.resolve("direct/report/index.html"))
            .contains("id=\"embedding-recall\""));
    assertTrue(run("direct", Runners.direct(2)).stages().stream().allMatch(s -> s.computed() == 0));
  }

  /** With the transformer there is nothing to compare. */
  @Test
  void theTransformerIsNotComparedWithItself() throws IOException {
    run("direct", Runners.direct(2), "embed.model=minilm");
    assertTrue(Files.notExists(folder.resolve("direct").resolve(CompareEmbeddings.RECALL.name())));
    assertTrue(
        new ObjectMapper()
            .readTree(folder.resolve("direct/report/report.json").toFile())
            .path("embeddingRecall")
            .isNull());
  }

  @Test
  void headsAreRefusedUnlessTheyWereTrainedForIt() throws IOException {
    RecipeException own =
        assertThrows(
            RecipeException.class, () -> classify("[{name: quality, model: web-quality}]"));
    assertTrue(
        own.getMessage()
            .contains(
                "the model web-quality was trained on embeddings of minilm, but embed.model is"
                    + " static"),
        own.getMessage());
    List<LabelledText> labelled = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      labelled.add(new LabelledText(texts.get(i), i % 3 != 2, "group " + i));
    }
    train(labelled, EmbeddingModel.TRANSFORMER);
    UnusableModel other =
        assertThrows(UnusableModel.class, () -> classify("[{name: rivers, model: model}]"));
    assertEquals(
        "the model rivers was trained on embeddings of minilm, but the recipe embeds with static",
        other.getMessage());
    train(labelled, EmbeddingModel.STATIC);
    classify("[{name: rivers, model: model}]");
  }

  private void train(List<LabelledText> labelled, String embedding) throws IOException {
    TrainedModel model =
        new HeadTraining(
                new TrainingSettings(
                    "rivers", embedding, TOKENS, false, 1e-2, 3, 1, "rivers", "CC0"))
            .train(labelled, count -> {});
    Path to = Files.createDirectories(folder.resolve("model"));
    Files.write(to.resolve(ModelFiles.ONNX), model.onnx());
    Files.writeString(to.resolve(ModelFiles.DESCRIPTION), model.description());
  }

  private RunResult classify(String models) throws IOException {
    return run(
        "classified",
        Runners.direct(2),
        "stages=[signals, exact, prefilter, embed, classify, semdedup]",
        "classify=" + models);
  }

  private RunResult run(String out, Runner runner, String... overrides) throws IOException {
    return Samples.run(folder.resolve("recipe.yaml"), folder.resolve(out), runner, overrides);
  }

  /** As the tables keep them. */
  private float[][] vectors(String model) {
    return texts.stream()
        .map(text -> EmbeddingModel.of(model).embed(text, TOKENS))
        .toArray(float[][]::new);
  }

  private List<List<Object>> recall(String out) throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    CorpusFolder run = new CorpusFolder(folder.resolve(out).toString());
    List<String> shards;
    try (Stream<Path> files =
        Files.list(folder.resolve(out).resolve(CompareEmbeddings.RECALL.name()))) {
      shards =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".parquet"))
              .map(name -> name.replace(".parquet", ""))
              .sorted()
              .toList();
    }
    for (String shard : shards) {
      try (TableReader reader =
          TableReader.open(
              run,
              shard,
              CompareEmbeddings.RECALL.columns(
                  CompareEmbeddings.THRESHOLD,
                  CompareEmbeddings.DOCUMENTS,
                  CompareEmbeddings.WANTED,
                  CompareEmbeddings.FOUND,
                  CompareEmbeddings.EXTRA))) {
        for (Row row = reader.row(); row != null; row = reader.row()) {
          rows.add(List.of(row.values()));
        }
      }
    }
    return rows;
  }
}
