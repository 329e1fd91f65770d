package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableFile;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.table.TableWriter;
import io.winnow.corpus.tokens.TokenCounter;
import io.winnow.glm.GlmScore;
import io.winnow.glm.GlmScorer;
import io.winnow.glm.ScoreDocuments;
import io.winnow.glm.ScorerOptions;
import io.winnow.glm.model.GlmConfiguration;
import io.winnow.glm.model.RandomCheckpoint;
import io.winnow.glm.model.UnusableCheckpoint;
import io.winnow.pipelines.engine.StageRecord;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.recipe.RecipeException;
import io.winnow.pipelines.run.RunResult;
import io.winnow.quality.grade.SortLosses;
import io.winnow.quality.signals.SignalMeasures;
import io.winnow.report.Report;
import io.winnow.report.sections.LossesSection;
import io.winnow.report.sections.LossesSection.LossGroup;
import io.winnow.report.sections.LossesSection.Losses;
import io.winnow.report.sections.LossesSection.PositionLoss;
import io.winnow.report.sections.LossesSection.Surprise;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A GLM with random weights says what it makes of documents, and mixtures choose by that. */
@Tag("slow")
@ExtendWith(SharedFlink.class)
class ScoringTest {
  private static final int BYTES = 256;
  private static final Long MARK = 1_000_000L;

  @TempDir Path folder;

  @BeforeEach
  void writeInputs() throws IOException {
    Random random = new Random(45);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 4 + random.nextInt(30); word++) {
        text.append(Long.toString(random.nextInt(40_000), 36)).append(' ');
      }
      lines.add("{\"id\":\"" + i + "\",\"text\":\"" + text + "<sop>\"}");
    }
    Files.write(folder.resolve("one.jsonl"), lines.subList(0, 25));
    Files.write(folder.resolve("two.jsonl"), lines.subList(25, 60));
    writeCheckpoint(folder.resolve("glm"));
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: scored
        sources:
          - {name: one, kind: web, paths: ["one.jsonl"]}
          - {name: two, kind: web, paths: ["two.jsonl"]}
        stages: [signals, exact, score]
        rules: [{name: short, drop: "words < 6"}]
        score: {model: glm, characters: 200, window: 64, stride: 32, head: 0.25, middle: 0.5}
        mixtures:
          - name: head
            components: [{name: head, where: "loss_bucket = head and bits_per_byte < 100"}]
          - name: packed
            sequence: {length: 96, packing: concatenate}
            shard-megabytes: 1
            components: [{name: all, epochs: 1.5}]
          - name: fitted
            sequence: {length: 512, packing: best-fit}
            components: [{name: all}]
        """);
  }

  /** A GLM with random weights that knows bytes. */
  static void writeCheckpoint(Path folder) throws IOException {
    new RandomCheckpoint(
            new GlmConfiguration(
                32, 2, 4, 2, 8, BYTES + 2, 48, 16, 4, 2, 1, 1, 1, 1, true, 1, true, true, 4, 1e4,
                1e-5, false, 1, 128),
            "BF16",
            1,
            false,
            7)
        .write(folder);
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer());
  }

  /** A token for each byte, and the two that sequences begin with. */
  private static String tokenizer() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    var added = json.putArray("added_tokens");
    int id = BYTES;
    for (String special : List.of("[gMASK]", "<sop>")) {
      added.addObject().put("id", id++).put("content", special).put("special", true);
    }
    json.putObject("pre_tokenizer")
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", false)
        .put("use_regex", false);
    json.putObject("decoder")
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", false);
    ObjectNode model = json.putObject("model").put("type", "BPE");
    ObjectNode vocabulary = model.putObject("vocab");
    int others = 0;
    for (int b = 0; b < BYTES; b++) {
      boolean printable = b >= 33 && b <= 126 || b >= 161 && b <= 172 || b >= 174;
      vocabulary.put(String.valueOf((char) (printable ? b : BYTES + others++)), b);
    }
    model.putArray("merges");
    return json.toString();
  }

  /** What the run's tables say of one document. */
  private record Row(
      String text,
      String source,
      DocumentId id,
      boolean kept,
      @Nullable Long tokens,
      @Nullable Double loss,
      @Nullable Double acceptance,
      @Nullable String bucket) {}

  @Test
  void keptDocumentsAreScoredAndSortedAlikeOnBothRunners(Runner flink) throws IOException {
    RunResult direct = run("direct", Runners.direct(2));
    assertEquals(direct.manifest(), run("flink", flink).manifest());
    assertEquals(direct.manifest(), run("flink-4", flink.at(4)).manifest());

    List<Row> rows = rows(direct);
    try (GlmScorer scorer = GlmScorer.open(folder.resolve("glm"), new ScorerOptions(64, 32, 0))) {
      for (Row row : rows) {
        if (row.kept()) {
          String scored = beginning(row.text());
          assertEquals(scorer.score(scored).bitsPerByte().orElseThrow(), row.loss());
          assertEquals((long) scored.length(), row.tokens(), "a token a byte, special ones' too");
          assertNotNull(row.acceptance());
        } else {
          assertNull(row.tokens());
          assertNull(row.bucket());
        }
      }
    }
    Map<String, String> expected = new TreeMap<>();
    Map<String, List<Row>> groups =
        rows.stream().filter(Row::kept).collect(Collectors.groupingBy(Row::source));
    // All of one language, or of none that is known: the tables say so.
    groups.forEach(
        (source, group) -> {
          Map<String, List<Row>> languages =
              group.stream().collect(Collectors.groupingBy(row -> language(direct, row)));
          for (List<Row> own : languages.values()) {
            own.sort(Comparator.comparing(Row::loss).thenComparing(Row::id));
            for (int i = 0; i < own.size(); i++) {
              double share = (i + 0.5) / own.size();
              expected.put(
                  own.get(i).id().toString(),
                  share <= 0.25 ? "head" : share <= 0.5 ? "middle" : "tail");
            }
          }
        });
    Map<String, String> found = new TreeMap<>();
    rows.stream().filter(Row::kept).forEach(row -> found.put(row.id().toString(), row.bucket()));
    assertEquals(expected, found);
    Report report =
        Report.fromJson(Files.readAllBytes(folder.resolve("direct/report/report.json")));
    Losses losses = Objects.requireNonNull(report.section(LossesSection.class).losses());
    double nats = 0;
    for (LossGroup group : losses.groups()) {
      nats += group.by().equals("source") ? group.nllMean() * group.tokens() : 0;
    }
    double sum = 0;
    for (Row row : rows) {
      sum += row.kept() ? row.loss() * Math.log(2) * row.tokens() : 0; // a token is a byte here
    }
    assertEquals(sum, nats, 1e-6 * sum);
    List<Double> most = losses.most().stream().map(Surprise::bitsPerByte).toList();
    assertEquals(
        rows.stream()
            .filter(row -> row.kept() && row.tokens() >= 50)
            .map(Row::loss)
            .sorted(Comparator.reverseOrder())
            .limit(3)
            .toList(),
        most);
    long positions = losses.positions().stream().mapToLong(PositionLoss::tokens).sum();
    double positionNats =
        losses.positions().stream().mapToDouble(at -> at.nllMean() * at.tokens()).sum();
    assertEquals(rows.stream().filter(Row::kept).mapToLong(Row::tokens).sum(), positions);
    assertEquals(sum, positionNats, 1e-6 * sum);
    assertEquals(
        rows.stream().filter(Row::kept).count(), losses.positions().get(0).tokens(), "firsts");
    assertEquals(
        Set.of("fitted", "packed"),
        losses.groups().stream()
            .filter(group -> group.by().equals("mixture"))
            .map(LossGroup::name)
            .collect(Collectors.toSet()));
    long heads = expected.values().stream().filter("head"::equals).count();
    assertTrue(heads > 0);
    assertEquals(heads, direct.manifest().mixtures().get(0).documents());
  }

  /** The sequences, read from the mixtures' files and scored text by text. */
  @Test
  void sequencesAreScoredAsTheTextsInThem() throws IOException {
    RunResult all = run("direct", Runners.direct(2));
    Map<DocumentId, List<Object>> expected = new TreeMap<>();
    TokenCounter tokens = TokenCounter.of("o200k");
    try (GlmScorer scorer = GlmScorer.open(folder.resolve("glm"), new ScorerOptions(64, 32, 0))) {
      for (String mixture : List.of("packed", "fitted")) {
        for (@Nullable Object[] row :
            table("direct", "mixtures/" + mixture, "id", "ids", "contexts")) {
          int[] ids = (int[]) Objects.requireNonNull(row[1]);
          int[] contexts = (int[]) Objects.requireNonNull(row[2]);
          long scored = 0;
          double nats = 0;
          for (int i = 0; i < contexts.length; i++) {
            int end = i + 1 < contexts.length ? contexts[i + 1] : ids.length;
            int last = ids[end - 1] == tokens.endOfText() ? end - 1 : end;
            GlmScore score =
                scorer.score(tokens.decode(Arrays.copyOfRange(ids, contexts[i], last)));
            scored += score.tokens();
            nats += score.nllSum().orElse(0);
          }
          expected.put(
              (DocumentId) Objects.requireNonNull(row[0]),
              List.of(mixture, (long) contexts.length, scored, nats));
        }
      }
    }
    Map<DocumentId, List<Object>> found = scored("direct");
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((id, row) -> assertEquals(row, found.get(id)));
    assertTrue(expected.size() > 10);

    RunResult some = run("half", Runners.direct(2), "score.sequences=0.5");
    assertEquals(all.manifest().digest(), some.manifest().digest());
    Map<DocumentId, List<Object>> half = scored("half");
    assertTrue(half.size() > 0 && half.size() < found.size());
    half.forEach((id, row) -> assertEquals(found.get(id), row));
  }

  private Map<DocumentId, List<Object>> scored(String run) throws IOException {
    Map<DocumentId, List<Object>> scored = new TreeMap<>();
    for (@Nullable Object[] row :
        table(run, "glm_sequence_scores", "id", "mixture", "texts", "tokens", "nll_sum")) {
      scored.put((DocumentId) Objects.requireNonNull(row[0]), Arrays.asList(row).subList(1, 5));
    }
    return scored;
  }

  private List<@Nullable Object[]> table(String run, String table, String... columns)
      throws IOException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    RunFolder.open(folder.resolve(run).toString()).visit(table, List.of(columns), null, rows::add);
    return rows;
  }

  @Test
  void onlyDocumentsThatAreNewlyKeptAreScoredAgain() throws IOException {
    RunResult strict = run("again", Runners.direct(2), "rules.short.drop=words < 12");
    assertTrue(
        strict.manifest().books().stream().allMatch(books -> books.kept() > 0), "some are kept");
    RunResult loosened = run("again", Runners.direct(2));
    assertEquals(run("fresh", Runners.direct(2)).manifest(), loosened.manifest());
    assertEquals(
        List.of(),
        run("again", Runners.direct(2)).stages().stream()
            .filter(stage -> stage.computed() > 0)
            .map(StageRecord::name)
            .toList());

    // What was scored before is copied: also if it says something that no model would.
    run("marked", Runners.direct(2), "rules.short.drop=words < 12");
    CorpusFolder marked = new CorpusFolder(folder.resolve("marked").toString());
    long rows = 0;
    for (Shard shard : strict.manifest().shards()) {
      rows += mark(marked, shard.name());
    }
    assertTrue(rows > 10);
    run("marked", Runners.direct(2));
    long found = 0;
    long scored = 0;
    for (@Nullable Object[] row : table("marked", "glm_scores", "tokens")) {
      scored += row[0] == null ? 0 : 1;
      found += Objects.equals(row[0], MARK) ? 1 : 0;
    }
    assertEquals(rows, found);
    assertTrue(scored > found, "new ones are scored");
  }

  /** Says of all documents of a shard that were scored that they have so many tokens. */
  private static long mark(CorpusFolder run, String shard) throws IOException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    Schema schema;
    try (TableReader reader = TableReader.open(run.table("glm_scores", shard))) {
      schema = reader.schema();
      for (var row = reader.row(); row != null; row = reader.row()) {
        rows.add(row.values());
      }
    }
    long marked = 0;
    TableFile file;
    try (TableWriter writer = TableWriter.open(run.table("glm_scores", shard), schema)) {
      for (@Nullable Object[] row : rows) {
        marked += row[0] == null ? 0 : 1;
        row[0] = row[0] == null ? null : MARK;
        writer.write(row);
      }
      file = writer.commit();
    }
    Receipt receipt = Receipt.read(run.receipt("glm_scores", shard)).orElseThrow();
    new Receipt(receipt.key(), file, receipt.counts()).write(run.receipt("glm_scores", shard));
    return marked;
  }

  @Test
  void aModelThatIsNotThereOrDamagedIsToldBeforeAnythingRuns() throws IOException {
    assertEquals(
        "--set score.model=nowhere: score.model: there is no folder " + folder.resolve("nowhere"),
        assertThrows(
                RecipeException.class, () -> run("none", Runners.direct(2), "score.model=nowhere"))
            .getMessage());
    assertThrows(RecipeException.class, () -> run("none", Runners.direct(2), "score.window=4096"));
    for (String wrong :
        List.of("score.model=gs://bucket/glm", "score.window=3", "score.stride=63")) {
      RecipeException fault =
          assertThrows(RecipeException.class, () -> run("none", Runners.direct(2), wrong));
      String setting = wrong.substring(0, wrong.indexOf('='));
      assertTrue(fault.getMessage().contains(setting + " must be"), fault.getMessage());
    }
    Files.writeString(folder.resolve("glm/config.json"), "{}");
    assertThrows(UnusableCheckpoint.class, () -> run("none", Runners.direct(2)));
  }

  private final Map<DocumentId, String> languages = new TreeMap<>();

  private String language(RunResult run, Row row) {
    return languages.getOrDefault(row.id(), "");
  }

  private static final Column<Long> TOKENS = Column.number("tokens", "");
  private static final Column<Double> ACCEPTANCE = Column.real("mtp_expected_acceptance", "");

  private List<Row> rows(RunResult result) throws IOException {
    CorpusFolder run = new CorpusFolder(folder.resolve("direct").toString());
    List<Row> rows = new ArrayList<>();
    for (Shard shard : result.manifest().shards()) {
      Table scores = ScoreDocuments.GLM_SCORES;
      try (AlignedRows reader =
          AlignedRows.open(
              run,
              shard.name(),
              List.of(
                  DocumentTable.DOCUMENTS.columns(DocumentTable.TEXT, DocumentTable.SOURCE),
                  DocumentTable.IDS.columns(DocumentTable.ID),
                  DecisionTables.DECISIONS.columns(DecisionTables.KEPT),
                  SignalMeasures.SIGNALS.columns(SignalTable.LANGUAGE),
                  scores.columns(TOKENS, ScoreDocuments.BITS_PER_BYTE, ACCEPTANCE),
                  SortLosses.LOSS_BUCKETS.columns(SortLosses.LOSS_BUCKET)))) {
        for (io.winnow.corpus.table.Row row = reader.row(); row != null; row = reader.row()) {
          DocumentId id = row.get(DocumentTable.ID);
          languages.put(id, String.valueOf(row.getOrNull(SignalTable.LANGUAGE)));
          rows.add(
              new Row(
                  row.get(DocumentTable.TEXT),
                  row.get(DocumentTable.SOURCE),
                  id,
                  row.get(DecisionTables.KEPT),
                  row.getOrNull(TOKENS),
                  row.getOrNull(ScoreDocuments.BITS_PER_BYTE),
                  row.getOrNull(ACCEPTANCE),
                  row.getOrNull(SortLosses.LOSS_BUCKET)));
        }
      }
    }
    return rows;
  }

  private RunResult run(String out, Runner runner, String... overrides) throws IOException {
    return Samples.run(folder.resolve("recipe.yaml"), folder.resolve(out), runner, overrides);
  }

  /** What fits into 200 characters of UTF-16 without half of a code point. */
  private static String beginning(String text) {
    StringBuilder beginning = new StringBuilder();
    for (int codePoint : text.codePoints().toArray()) {
      if (beginning.length() + Character.charCount(codePoint) > 200) {
        break;
      }
      beginning.appendCodePoint(codePoint);
    }
    return beginning.toString();
  }
}
