package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.classifiers.CompareEmbeddings;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.documents.ScoreTable;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.semantic.AssignCells;
import io.winnow.dedup.semantic.FindCentroids;
import io.winnow.dedup.semantic.FindSemanticCopies;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Documents without a vector go through every stage that asks for one; so do all of a corpus. */
@Tag("slow")
@ExtendWith(SharedFlink.class)
class UnknownScriptTest {
  /** First letters of Telugu, Gujarati, Malayalam, Gurmukhi, Ethiopic, Khmer. */
  private static final int[] LETTERS = {0x0C15, 0x0A95, 0x0D15, 0x0A15, 0x1200, 0x1780};

  private static final int PAGES = 3;
  private static final int UNKNOWN = LETTERS.length * PAGES;

  @TempDir Path folder;

  @BeforeEach
  void writeInputs() throws IOException {
    Random random = new Random(45);
    List<String> lines = new ArrayList<>();
    for (int letter : LETTERS) {
      for (int page = 0; page < PAGES; page++) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 60; word++) {
          for (int i = 0; i < 4; i++) {
            text.appendCodePoint(letter + random.nextInt(20));
          }
          text.append(' ');
        }
        lines.add(line(lines.size(), text.toString()));
      }
    }
    lines.add(line(lines.size(), "The river flows past the old bridge to the sea, as many fear."));
    lines.add(line(lines.size(), "The river flows past the old bridges to the sea, as many fear."));
    lines.add(line(lines.size(), "An orchestra plays a symphony, and the choir sings till dawn."));
    Files.write(folder.resolve("a.jsonl"), lines.subList(0, 5));
    Files.write(folder.resolve("b.jsonl"), lines.subList(5, lines.size()));
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: scripts
        sources:
          - {name: pages, kind: web, paths: ["*.jsonl"]}
        stages: [signals, exact, prefilter, embed, semdedup]
        rules:
          - {name: short, drop: "words < 0", prefilter: true}
        semdedup: {threshold: 0.9, neighbours: 1}
        mixtures:
          - {name: all, components: [{name: pages}]}
        """);
  }

  private static String line(int id, String text) {
    return "{\"id\":\"" + id + "\",\"text\":\"" + text.strip() + "\"}";
  }

  @Test
  void theyStayAndAreTheSameOnBothRunners(Runner flink) throws IOException {
    String[] graded = {
      "stages=[signals, exact, prefilter, embed, classify, semdedup]",
      "survivor=[best-quality, id]",
      "classify=[{name: quality, model: web-quality, kinds: [web], buckets: {web: 2}}]"
    };
    RunResult direct = run("direct", Runners.direct(2), graded);
    assertEquals(direct.manifest(), run("flink", flink, graded).manifest());
    assertEquals(1, dropped(direct));
    List<@Nullable Object> vectors =
        column("direct", EmbeddingTable.EMBEDDINGS, EmbeddingTable.EMBEDDING);
    List<@Nullable Object> kept = column("direct", DecisionTables.DECISIONS, DecisionTables.KEPT);
    for (int i = 0; i < kept.size(); i++) {
      assertTrue(vectors.get(i) != null || Boolean.TRUE.equals(kept.get(i)), "row " + i);
    }
    assertEquals(UNKNOWN, vectors.stream().filter(vector -> vector == null).count());
    assertEquals(
        UNKNOWN,
        column("direct", ScoreTable.of(List.of("quality")), ScoreTable.column("quality")).stream()
            .filter(s -> s == null)
            .count());
    assertEquals(
        UNKNOWN,
        column("direct", AssignCells.CELLS, AssignCells.CELL).stream()
            .filter(c -> c == null)
            .count());
  }

  @Test
  void theStaticModelGivesThemNoneEither() throws IOException {
    RunResult run = run("static", Runners.direct(2), "embed.model=static");
    assertEquals(1, dropped(run));
    assertEquals(
        3L,
        column("static", CompareEmbeddings.RECALL, CompareEmbeddings.DOCUMENTS).get(0),
        "only those with a vector");
  }

  /** Nothing to compare is no error: all pages are dropped, or none has a vector. */
  @Test
  void aCorpusWithoutVectorsHasNoCells(Runner flink) throws IOException {
    for (String out : List.of("none", "none-flink")) {
      RunResult run =
          run(
              out,
              out.equals("none") ? Runners.direct(2) : flink,
              "embed.model=static",
              "rules=[{name: all, drop: \"words >= 0\", prefilter: true}]");
      assertEquals(0, run.manifest().books().get(0).kept());
      assertEquals(List.of(), column(out, FindCentroids.CENTROIDS, FindCentroids.CENTROID));
      assertEquals(
          List.of(), column(out, FindSemanticCopies.THRESHOLDS, FindSemanticCopies.THRESHOLD));
      String page = Files.readString(folder.resolve(out).resolve("report/index.html"));
      assertFalse(page.contains("id=\"embedding-recall\""));
    }
    List<String> unknown = Files.readAllLines(folder.resolve("a.jsonl"));
    Files.write(folder.resolve("b.jsonl"), unknown.subList(0, 1));
    assertEquals(0, dropped(run("unknown", Runners.direct(2))));
  }

  /**
   * A sample of one of three vectors: which are drawn is chance, but that there are three is not.
   */
  @Test
  void theSampleIsOfThoseThatHaveAVectorAndMayBeEmpty() throws IOException {
    run("share", Runners.direct(2), "semdedup.sample=3", "semdedup.clusters=3");
    assertEquals(3, column("share", FindCentroids.CENTROIDS, FindCentroids.CENTROID).size());
    boolean empty = false;
    for (int seed = 1; seed < 20 && !empty; seed++) {
      RunResult run =
          run(
              "seed" + seed,
              Runners.direct(2),
              "embed.model=static",
              "semdedup.sample=1",
              "seed=" + seed);
      assertEquals(1, dropped(run));
      empty = column("seed" + seed, FindCentroids.CENTROIDS, FindCentroids.CENTROID).isEmpty();
    }
    assertTrue(empty, "chance draws none at some seed");
  }

  private static long dropped(RunResult run) {
    return run.manifest().books().get(0).dropped().getOrDefault("semdedup/semantic-duplicate", 0L);
  }

  private RunResult run(String out, Runner runner, String... overrides) throws IOException {
    return Samples.run(folder.resolve("recipe.yaml"), folder.resolve(out), runner, overrides);
  }

  private List<@Nullable Object> column(String out, Table table, Column<?> column)
      throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    List<String> shards;
    try (Stream<Path> files = Files.list(folder.resolve(out).resolve(table.name()))) {
      shards =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".parquet"))
              .map(file -> file.replace(".parquet", ""))
              .sorted()
              .toList();
    }
    assertNotEquals(List.of(), shards, table.name());
    CorpusFolder run = new CorpusFolder(folder.resolve(out).toString());
    for (String shard : shards) {
      try (TableReader reader = TableReader.open(run, shard, table.columns(column))) {
        for (Row row = reader.row(); row != null; row = reader.row()) {
          values.add(row.getOrNull(column));
        }
      }
    }
    return values;
  }
}
