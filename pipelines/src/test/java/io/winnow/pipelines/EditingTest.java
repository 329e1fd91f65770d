package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Document;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.tokens.TokenCounter;
import io.winnow.pipelines.engine.StageRecord;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.inspect.Story;
import io.winnow.pipelines.manifest.Manifest;
import io.winnow.pipelines.report.ReportFiles;
import io.winnow.pipelines.run.RunResult;
import io.winnow.report.Report;
import io.winnow.report.sections.CutsSection;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.Arrangement;
import io.winnow.testing.GraphWalk;
import io.winnow.testing.Observed;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is cut out of documents that are kept, from the recipe to the mixture. */
@Tag("slow")
@ExtendWith(SharedFlink.class)
class EditingTest {
  private static final String QUESTION =
      "a train of fourteen wagons leaves the old station at noon and arrives by dusk how far";
  private static final String NOTICE =
      "Subscribe to our letter. It comes out every week. You can leave at any time.";

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("bench.jsonl"), "{\"id\":\"q\",\"question\":\"" + QUESTION + "\"}\n");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      lines.add(
          line(
              "page-" + i,
              "Page " + i + " is about rivers.\\n\\n" + NOTICE + "\\n\\nEnd " + i + "."));
    }
    lines.add(
        line("exam", "Tell me. " + NOTICE + " Solve: " + QUESTION + "? Thanks a lot to all."));
    lines.add(line("short", NOTICE));
    Files.write(folder.resolve("in.jsonl"), lines);
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: cuts
        sources:
          - {name: pages, kind: web, paths: ["in.jsonl"]}
        stages: [signals, exact, prefilter, contamination, repeats]
        rules:
          - {name: too-short, drop: "words < 17"}
        contamination: {benchmarks: ["bench.jsonl"], action: cut}
        mixtures:
          - name: all
            components: [{where: ""}]
        """);
  }

  private static String line(String id, String text) {
    return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}";
  }

  @Test
  void oneCopyStaysAndBothRunnersAgree(Runner flink) throws IOException {
    RunResult direct = run("direct", Runners.direct(2));
    assertEquals(direct.manifest().digest(), run("flink", flink).manifest().digest());
    List<String> texts = texts("direct");
    assertEquals(7, texts.size());
    assertEquals(1, texts.stream().filter(text -> text.contains("every week")).count());
    assertTrue(texts.stream().noneMatch(text -> text.contains("wagons")));
    assertEquals(6, texts.stream().filter(text -> text.contains("is about rivers.")).count());
    long tokens = 0;
    for (String text : texts) {
      tokens += TokenCounter.of("o200k").count(text);
    }
    assertEquals(tokens, direct.manifest().mixtures().get(0).tokens());
  }

  /** Two pages have nothing of their own, and share what one of them keeps. */
  @Test
  void whatIsCutOutWholeIsInNoMixture(Runner flink) throws IOException {
    String networks =
        "Follow us on all networks. Share this page with your friends. Print it for your office.";
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("in.jsonl")));
    lines.add(line("bare-1", NOTICE + "\\n\\n" + networks));
    lines.add(line("bare-2", networks + "\\n\\n" + NOTICE));
    Files.write(folder.resolve("in.jsonl"), lines);
    for (String tokens : List.of("", "mixtures[0].sequence={length: 64}")) {
      String[] settings = tokens.isEmpty() ? new String[0] : new String[] {tokens};
      String out = tokens.isEmpty() ? "documents" : "sequences";
      RunResult direct = run(out, Runners.direct(2), settings);
      Manifest.MixtureEntry mixture = direct.manifest().mixtures().get(0);
      assertEquals(
          direct.manifest().digest(), run(out + "-flink", flink, settings).manifest().digest());
      assertEquals(8, mixture.documents());
      if (mixture.sequences() != null) {
        assertEquals(8, mixture.sequences().texts());
      } else {
        List<String> texts = texts(out);
        assertEquals(8, texts.size());
        assertTrue(texts.stream().noneMatch(String::isBlank));
        assertEquals(1, texts.stream().filter(text -> text.contains("Print it")).count());
      }
    }
  }

  @Test
  void passagesAreFoundWhereverTheyBegin(Runner flink) throws IOException {
    String[] settings = {
      "repeats.units=[passage]", "repeats.passage-words=12", "contamination.action=drop",
    };
    RunResult direct = run("direct", Runners.direct(2), settings);
    assertEquals(direct.manifest().digest(), run("flink", flink, settings).manifest().digest());
    // What the pages share is longer than their notice; one of them keeps it.
    List<String> texts = texts("direct");
    assertEquals(6, texts.size());
    assertEquals(1, texts.stream().filter(text -> text.contains("every week")).count());
    assertEquals(1, texts.stream().filter(text -> text.contains("is about rivers.")).count());
    assertTrue(texts.stream().allMatch(text -> text.startsWith("Page ")), texts.toString());
  }

  /** Documents, sequences and repositories of all kinds, with everything that cuts or drops. */
  @Test
  void theSamplesBalanceAndBothRunnersAgree(Runner flink) throws IOException {
    Path recipe = Samples.copy(Files.createDirectory(folder.resolve("in")), Arrangement.AS_GIVEN);
    String[] settings = {
      "stages=[signals, forks, prefilter, contamination, repeats]",
      "contamination.action=cut",
      "repeats.units=[line, paragraph, three-sentences, passage]",
      "repeats.kinds=[web, book, paper, code, social]",
      "repeats.minimum-words=4",
      "repeats.minimum-characters=10",
      "repeats.passage-words=8",
      "forks.minimum-files=2",
      "mixtures[1].components=[{where: \"kind != code\", epochs: 2}, {where: \"kind = code\"}]",
      "survivor=[longest, id]"
    };
    Manifest direct =
        Samples.run(recipe, folder.resolve("direct"), Runners.direct(2), settings).manifest();
    assertEquals(direct, Samples.run(recipe, folder.resolve("flink"), flink, settings).manifest());
    assertTrue(
        direct.tables().stream()
                .filter(table -> table.table().equals("edits_repeats"))
                .flatMap(table -> table.files().stream())
                .mapToLong(Manifest.FileEntry::rows)
                .sum()
            > 0);
  }

  @Test
  void everyCutSaysWhy() throws IOException {
    run("out", Runners.direct(2));
    RunFolder finished = RunFolder.open(folder.resolve("out").toString());
    TreeSet<String> reasons = new TreeSet<>();
    finished.visit(
        "edits",
        List.of("id", "reason"),
        null,
        row -> reasons.addAll(List.of(String.valueOf(row[1]).split("\\+"))) || true);
    assertEquals(
        new TreeSet<>(List.of("contaminated", "repeated-paragraph", "repeated-sentences")),
        reasons);
    finished.visit(
        "edits",
        List.of("id"),
        null,
        row -> {
          Story story = Story.of(finished, String.valueOf(row[0])).get(0);
          assertTrue(story.chapters().containsKey("edits"), story.toString());
          return true;
        });
    List<Long> documents = new ArrayList<>();
    finished.visit(
        "repeats", List.of("id", "documents"), null, row -> documents.add((Long) row[1]));
    assertTrue(documents.contains(7L), documents.toString());
    ReportFiles.draw(finished);
    String page = Files.readString(folder.resolve("out/report/index.html"));
    assertTrue(page.contains("repeated-sentences"));
    Report report = Report.fromJson(Files.readAllBytes(folder.resolve("out/report/report.json")));
    Map<String, List<Long>> cuts = new TreeMap<>();
    for (CutsSection.Cut cut : report.section(CutsSection.class).cuts()) {
      cuts.put(cut.reason(), List.of(cut.documents(), cut.spans(), cut.characters()));
    }
    assertEquals(cutsOfKeptDocuments(finished), cuts);
  }

  /** Documents, spans and characters by reason, row by row from the lists of what stages cut. */
  private static Map<String, List<Long>> cutsOfKeptDocuments(RunFolder run) throws IOException {
    Set<Object> kept = new HashSet<>();
    run.visit(
        "decisions",
        List.of("id", "kept"),
        null,
        row -> Boolean.TRUE.equals(row[1]) ? kept.add(row[0]) : true);
    Map<String, List<Long>> cuts = new TreeMap<>();
    Set<List<Object>> met = new HashSet<>();
    for (String table : List.of("edits_contamination", "edits_repeats")) {
      run.visit(
          table,
          List.of("id", "start", "end", "reason"),
          null,
          row -> {
            if (kept.contains(row[0])) {
              cuts.merge(
                  String.valueOf(row[3]),
                  List.of(
                      met.add(List.of(table, row[0], row[3])) ? 1L : 0L,
                      1L,
                      (Long) row[2] - (Long) row[1]),
                  (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1), a.get(2) + b.get(2)));
            }
            return true;
          });
    }
    return cuts;
  }

  @Test
  void textDoesNotMoveToFindRepeats() throws IOException {
    Observed runner = Observed.watching(Runners.direct(2));
    run("out", runner);
    List<String> withText = new ArrayList<>();
    for (GraphWalk graph : runner.graphs()) {
      graph.requireNothingMovedCarries(Document.class, String.class);
      for (GraphWalk.Movement movement : graph.movements()) {
        if (assertInstanceOf(BlockCoder.class, movement.value()).schema().has("text")) {
          withText.add(movement.step());
        }
      }
    }
    assertEquals(List.of("Mix/By part"), withText);
  }

  @Test
  void aSecondRunComputesNothingAndAnotherSettingOnlyTheCuts() throws IOException {
    run("out", Runners.direct(2));
    assertEquals(List.of(), computed(run("out", Runners.direct(2))));
    List<String> computed =
        computed(run("out", Runners.direct(2), "repeats.units=[line]", "repeats.minimum-words=4"));
    assertTrue(computed.containsAll(List.of("repeats", "edits_repeats", "edits")));
    assertFalse(computed.contains("contamination"), computed.toString());
    assertFalse(computed.contains("decide"), computed.toString());
  }

  private RunResult run(String out, Runner runner, String... overrides) throws IOException {
    return Samples.run(folder.resolve("recipe.yaml"), folder.resolve(out), runner, overrides);
  }

  private static List<String> computed(RunResult result) {
    return result.stages().stream()
        .filter(stage -> stage.computed() > 0)
        .map(StageRecord::name)
        .collect(Collectors.toList());
  }

  private List<String> texts(String out) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    CorpusFolder run = new CorpusFolder(folder.resolve(out).toString());
    try (TableReader reader =
        TableReader.open(run.table("mixtures/all", "part-00000"), List.of("id", "text"))) {
      for (Row row = reader.row(); row != null; row = reader.row()) {
        texts.put(String.valueOf(row.value(0)), (String) row.value(1));
      }
    }
    return List.copyOf(texts.values());
  }
}
