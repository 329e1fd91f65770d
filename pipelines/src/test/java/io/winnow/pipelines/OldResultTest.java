package io.winnow.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Digest;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.pipelines.engine.Jobs;
import io.winnow.pipelines.engine.Progress;
import io.winnow.pipelines.engine.StageRecord;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.manifest.Manifest;
import io.winnow.pipelines.manifest.RunRecord;
import io.winnow.pipelines.manifest.StageCost;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.report.ReportFiles;
import io.winnow.pipelines.run.Curation;
import io.winnow.pipelines.run.CurationOptions;
import io.winnow.pipelines.run.GuardStopped;
import io.winnow.pipelines.run.Refused;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The old result of a folder stays as it is until the new one is whole. */
@Tag("slow")
@ExtendWith(SharedFlink.class)
class OldResultTest {
  private static final String OLD = "rules.short.drop=words < 4";
  private static final String NEW = "rules.short.drop=words < 8";

  private static final String EXPORTED = "mixtures/one/part-00000.jsonl.zst";

  @TempDir static Path folder = Path.of("");
  private static Path old = Path.of("");
  private static Path fresh = Path.of("");

  @TempDir Path temporary;
  private Path out = Path.of("");

  @BeforeAll
  static void runBothInFoldersOfTheirOwn() throws IOException {
    for (int file = 0; file < 3; file++) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        String text = "word " + "and another one ".repeat(i) + file;
        lines.add("{\"text\": \"" + text + "\", \"uri\": \"http://x.org/" + file + "/" + i + "\"}");
      }
      Files.write(folder.resolve("pages-" + file + ".jsonl"), lines);
    }
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: twice
        sources:
          - {name: pages, kind: web, paths: ["pages-*.jsonl"], fields: {text: text, uri: uri}}
        stages: [signals, exact]
        rules: [{name: short, drop: "words < 4"}]
        mixtures:
          - {name: one, components: [{name: all, epochs: 2}], export: [jsonl.zst]}
          - {name: two, components: [{name: all}]}
        """);
    old = folder.resolve("old");
    fresh = folder.resolve("fresh");
    run(old, Runners.direct(2), OLD);
    run(fresh, Runners.direct(2), NEW);
  }

  @BeforeEach
  void copyTheOldResult() throws IOException {
    out = temporary.resolve("out");
    copy(old, out);
  }

  @Test
  void aRunThatFailsLeavesTheOldResultAndTheNextOneGoesOnFromIt() throws IOException {
    leavesTheOldResultAndGoesOn(Runners.direct(2));
  }

  @Test
  void soItDoesOnFlink(Runner flink) throws IOException {
    leavesTheOldResultAndGoesOn(flink);
  }

  private void leavesTheOldResultAndGoesOn(Runner runner) throws IOException {
    SortedMap<String, String> before = files(out);
    assertThrows(Broken.class, () -> runUntil("copies_two", runner));
    assertTrue(Files.exists(out.resolve("next/mixtures/one/part-00000.parquet")));
    assertTrue(Files.exists(out.resolve("next").resolve(EXPORTED)));
    assertEquals(before, files(out));
    assertAsItsManifestSays(out);

    // As a kill leaves it: a part without a receipt, half a file, and one that was not flushed.
    Files.delete(out.resolve("next/receipts/mixtures/one/part-00000.json"));
    Files.writeString(out.resolve("next/mixtures/one/part-00000.parquet.tmp-1"), "half");
    // Of another recipe, with more parts.
    Files.writeString(out.resolve("next/mixtures/one/part-00001.parquet"), "no receipt yet");
    Files.writeString(out.resolve("next/mixtures/one/part-00001.jsonl.zst"), "no table yet");
    Path decisions = firstIn(out.resolve("next/decisions"));
    byte[] damaged = Files.readAllBytes(decisions);
    Arrays.fill(damaged, 4, damaged.length / 2, (byte) 0);
    Files.write(decisions, damaged);

    Set<String> computed = computed(run(out, runner, NEW));
    assertFalse(computed.contains("decide"), computed.toString());
    assertTrue(computed.containsAll(Set.of("copies_two", "two")), computed.toString());
    assertEquals(untimed(fresh), untimed(out));
    assertNotEquals(before.get("manifest.json"), files(out).get("manifest.json"));
  }

  @Test
  void whatAnAttemptComputedBeforeItFailedKeepsItsCost() throws IOException {
    CorpusFolder home = new CorpusFolder(out.toString());
    StageCost before = RunRecord.read(home).costs().get("decide");
    assertThrows(Broken.class, () -> runUntil("copies_two", Runners.direct(2)));
    assertEquals(before, RunRecord.read(home).costs().get("decide"), "the old result's");
    StageCost attempted = RunRecord.costs(home.next()).get("decide");
    assertNotEquals(before, attempted);
    assertFalse(computed(run(out, Runners.direct(2), NEW)).contains("decide"));
    assertEquals(attempted, RunRecord.read(home).costs().get("decide"));
  }

  @Test
  void theOldRecipeFindsItsResultWhereAnotherOneFailed() throws IOException {
    assertThrows(Broken.class, () -> runUntil("copies_two", Runners.direct(2)));
    assertEquals(Set.of(), computed(run(out, Runners.direct(2), OLD)));
    assertEquals(untimed(old), untimed(out));
  }

  @Test
  void anExportThatAnotherRecipeLeftDoesNotTakeThePlaceOfTheOldOne() throws IOException {
    assertThrows(Broken.class, () -> runUntil("copies_two", Runners.direct(2)));
    // By chance, it could be as long as the old one.
    Path left = out.resolve("next").resolve(EXPORTED);
    assertEquals(digest(fresh.resolve(EXPORTED)), digest(left));
    byte[] bytes = Files.readAllBytes(old.resolve(EXPORTED));
    bytes[bytes.length / 2]++;
    Files.write(left, bytes);
    assertEquals(Set.of(), computed(run(out, Runners.direct(2), OLD)));
    assertEquals(untimed(old), untimed(out));
  }

  /** As a kill leaves it between the file and what tells of it. */
  @Test
  void norDoesOneOfWhichNoTableTellsYet() throws IOException {
    Path left = out.resolve("next").resolve(EXPORTED);
    Files.createDirectories(left.getParent());
    byte[] bytes = Files.readAllBytes(old.resolve(EXPORTED));
    bytes[bytes.length / 2]++;
    Files.write(left, bytes);
    assertEquals(Set.of(), computed(run(out, Runners.direct(2), OLD)));
    assertEquals(untimed(old), untimed(out));
  }

  @Test
  void whatIsNoLongerExportedIsSweptAfterTheNewResultHasTakenItsPlace() throws IOException {
    SortedMap<String, String> before = untimed(out);
    List<String> exports = before.keySet().stream().filter(OldResultTest::isOfExports).toList();
    assertEquals(3, exports.size(), "a file, the table that tells of it, and its receipt");
    SortedMap<String, String> atTheEnd = new TreeMap<>();
    RunResult result =
        run(
            out,
            Runners.direct(2),
            Progress.none(),
            (place, manifest) -> atTheEnd.putAll(files(out)),
            OLD,
            "mixtures.one.export=[]");
    assertEquals(Set.of(), computed(result));
    assertEquals(digests(before, exports), digests(atTheEnd, exports));
    SortedMap<String, String> after = untimed(out);
    assertEquals(List.of(), after.keySet().stream().filter(OldResultTest::isOfExports).toList());
    before.keySet().removeAll(exports);
    before.keySet().removeIf("manifest.json"::equals);
    after.keySet().removeIf("manifest.json"::equals);
    assertEquals(before, after);
  }

  @Test
  void aGuardLeavesOldMixturesAndExportsWhateverAnotherAttemptLeft() throws IOException {
    assertThrows(Broken.class, () -> runUntil("copies_two", Runners.direct(2)));
    Files.delete(out.resolve("next/receipts/mixtures/one/part-00000.json"));
    String[] guarded = {NEW, "guards.minimum-documents=1", "guards.rule=0.01"};
    assertThrows(
        GuardStopped.class,
        () -> run(out, Runners.direct(2), Progress.none(), ReportFiles::drawIn, guarded));
    for (String file : List.of(EXPORTED, "mixtures/one/part-00000.parquet")) {
      assertEquals(digest(old.resolve(file)), digest(out.resolve(file)), file);
    }
    assertFalse(Files.exists(out.resolve("next")));
    // Nobody need make them again.
    Set<String> computed = computed(run(out, Runners.direct(2), OLD));
    assertFalse(computed.contains("one"), computed.toString());
    assertFalse(computed.contains("export one as jsonl.zst"), computed.toString());
    assertEquals(untimed(old), untimed(out));
  }

  @Test
  void aDamagedFileOfTheOldResultStaysUntilThereIsANewOne() throws IOException {
    Path signals = firstIn(out.resolve("signals"));
    byte[] damaged = Files.readAllBytes(signals);
    Arrays.fill(damaged, 4, damaged.length / 2, (byte) 0);
    Files.write(signals, damaged);
    assertThrows(Broken.class, () -> runUntil("copies_two", Runners.direct(2)));
    assertTrue(Files.exists(out.resolve("next").resolve(out.relativize(signals))));
    assertArrayEquals(damaged, Files.readAllBytes(signals));
    run(out, Runners.direct(2), NEW);
    assertEquals(untimed(fresh), untimed(out));
  }

  @Test
  void whatWasReadFromAChangingInputDoesNotCountWhenTheInputIsBack() throws IOException {
    Path input = folder.resolve("pages-0.jsonl");
    byte[] bytes = Files.readAllBytes(input);
    FileTime time = Files.getLastModifiedTime(input);
    Path into = temporary.resolve("new");
    Progress changing =
        at(
            "ingest",
            () -> {
              Files.write(input, new String(bytes, UTF_8).replace("word", "WORD").getBytes(UTF_8));
              Files.setLastModifiedTime(input, FileTime.fromMillis(1));
            });
    try {
      assertThrows(
          Refused.class, () -> run(into, Runners.direct(2), changing, ReportFiles::drawIn, OLD));
    } finally {
      Files.write(input, bytes);
      Files.setLastModifiedTime(input, time);
    }
    run(into, Runners.direct(2), OLD);
    assertEquals(untimed(old), untimed(into));
  }

  private static boolean isOfExports(String file) {
    return file.equals(EXPORTED) || file.contains("exports/");
  }

  private static List<String> digests(SortedMap<String, String> of, List<String> files) {
    return files.stream().map(file -> file + " " + of.get(file)).toList();
  }

  @Test
  void aWholeResultCountsBeforeItsFilesAreMoved() throws IOException {
    SortedMap<String, String> before = files(old);
    SortedMap<String, String> wanted = files(fresh);
    // As a process leaves it that ends in the middle of the moves.
    boolean moved = false;
    for (String file : wanted.keySet()) {
      if (!wanted.get(file).equals(before.get(file))) {
        moved = !moved && !file.equals("manifest.json");
        Path to = (moved ? out : out.resolve("next")).resolve(file);
        Files.createDirectories(to.getParent());
        Files.write(to, Files.readAllBytes(fresh.resolve(file)));
      }
    }
    RunFolder between = RunFolder.open(out.toString());
    RunFolder expected = RunFolder.open(fresh.toString());
    assertEquals(expected.manifest(), between.manifest());
    for (String table : List.of("documents", "decisions", "mixtures/one", "mixtures/two")) {
      assertEquals(rows(expected, table), rows(between, table), table);
    }
    ReportFiles.draw(between);
    assertEquals(Set.of(), computed(run(out, Runners.direct(2), NEW)));
    assertEquals(untimed(fresh), untimed(out));
  }

  @Test
  void changedInputUnderAnUnfinishedRunIsRefusedAndTheOldResultStands() throws IOException {
    assertThrows(Broken.class, () -> runUntil("decide", Runners.direct(2)));
    Path input = folder.resolve("pages-0.jsonl");
    FileTime time = Files.getLastModifiedTime(input);
    Files.setLastModifiedTime(input, FileTime.fromMillis(1));
    Refused refused = assertThrows(Refused.class, () -> run(out, Runners.direct(2), NEW));
    assertTrue(refused.getMessage().contains("pages-0.jsonl has changed"), refused.getMessage());
    assertTrue(refused.getMessage().contains(out.resolve("next").toString()));
    assertEquals(files(old), files(out));
    // What the message offers.
    Files.setLastModifiedTime(input, time);
    run(out, Runners.direct(2), NEW);
    assertEquals(untimed(fresh), untimed(out));
  }

  private static RunResult run(Path to, Runner runner, String rule) throws IOException {
    return run(to, runner, Progress.none(), ReportFiles::drawIn, rule);
  }

  private static RunResult run(
      Path to, Runner runner, Progress progress, Curation.Ending ending, String... overrides)
      throws IOException {
    return Curation.run(
        RecipeFile.load(folder.resolve("recipe.yaml"), List.of(overrides), StageWords.vocabulary()),
        new CurationOptions(
            to.toString(),
            runner::options,
            runner.name(),
            runner.parallelism(),
            progress,
            1,
            true,
            // On Flink, only what moves between workers is a job.
            runner.name().equals("direct") ? 0 : Jobs.IN_PROCESS_DOCUMENTS),
        ending);
  }

  /** Runs the new recipe into the folder, and fails where a stage begins. */
  private RunResult runUntil(String stage, Runner runner) throws IOException {
    Progress failing =
        at(
            stage,
            () -> {
              throw new Broken();
            });
    return run(out, runner, failing, ReportFiles::drawIn, NEW);
  }

  @FunctionalInterface
  private interface Event {
    void happen() throws IOException;
  }

  /** Lets something happen where a stage begins. */
  private static Progress at(String stage, Event event) {
    return new Progress() {
      @Override
      public void begin(String name, int pieces, int cached) {
        if (name.equals(stage)) {
          try {
            event.happen();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }

      @Override
      public void done(int pieces) {}

      @Override
      public void end() {}
    };
  }

  private static final class Broken extends RuntimeException {}

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  /** Digests of all files but of those of a result that is to come. */
  private static SortedMap<String, String> files(Path run) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = run.relativize(file).toString();
        if (!name.startsWith("next") && !name.equals(".lock")) {
          digests.put(name, digest(file));
        }
      }
    }
    return digests;
  }

  private static SortedMap<String, String> untimed(Path run) throws IOException {
    assertFalse(Files.exists(run.resolve("next")), "nothing lies about");
    SortedMap<String, String> files = files(run);
    files.keySet().removeIf(name -> name.equals("run.json") || name.startsWith("report/"));
    return files;
  }

  private static void assertAsItsManifestSays(Path run) throws IOException {
    Manifest manifest = RunFolder.open(run.toString()).manifest();
    for (Manifest.TableEntry table : manifest.tables()) {
      for (Manifest.FileEntry file : table.files()) {
        Path path = run.resolve(table.table()).resolve(file.name() + ".parquet");
        assertEquals(file.digest(), digest(path), path.toString());
      }
    }
    for (Manifest.MixtureEntry mixture : manifest.mixtures()) {
      Path in = run.resolve("mixtures/" + mixture.name());
      for (Manifest.FileEntry file : mixture.files()) {
        Path path = in.resolve(file.name() + ".parquet");
        assertEquals(file.digest(), digest(path), path.toString());
      }
      for (Manifest.ExportEntry export : mixture.exports()) {
        for (Manifest.FileEntry file : export.files()) {
          assertEquals(file.digest(), digest(in.resolve(file.name())), file.toString());
        }
      }
    }
  }

  private static String digest(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return new Digest().raw(bytes, 0, bytes.length).hex();
  }

  private static Path firstIn(Path table) throws IOException {
    try (Stream<Path> files = Files.list(table)) {
      return files.sorted().findFirst().orElseThrow();
    }
  }

  private static List<String> rows(RunFolder run, String table) throws IOException {
    List<String> rows = new ArrayList<>();
    run.visit(table, run.readableColumns(table), null, row -> rows.add(Arrays.deepToString(row)));
    return rows;
  }

  private static Set<String> computed(RunResult result) {
    return result.stages().stream()
        .filter(stage -> stage.computed() > 0)
        .map(StageRecord::name)
        .collect(toSet());
  }
}
