package io.winnow.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class WinnowTest {
  private static final Path SAMPLES = Path.of("../samples");
  private static final String RECIPE = SAMPLES.resolve("recipe.yaml").toString();

  /** With a run of the samples, for all tests. */
  @TempDir static Path shared;

  private static String said = "";

  @TempDir Path folder;
  private String out = "";
  private String err = "";

  @BeforeAll
  static void runTheSamples() {
    WinnowTest test = new WinnowTest();
    String run = shared.resolve("run").toString();
    assertEquals(0, test.winnow("run", RECIPE, "--out", run, "--runner", "direct"), test.err);
    assertEquals("", test.out, "results of a run are files; stdout is for results");
    said = test.err;
  }

  /** A copy of the shared run, to change. */
  private Path copyOfTheRun() throws IOException {
    try (Stream<Path> files = Files.walk(shared)) {
      for (Path file : files.skip(1).toList()) {
        Files.copy(file, folder.resolve(shared.relativize(file)));
      }
    }
    return folder.resolve("run");
  }

  @Test
  void everyCommandHasHelpWithoutRunning() {
    for (String command :
        List.of(
            "demo",
            "run",
            "dry-run",
            "validate",
            "show",
            "explain",
            "clusters",
            "report",
            "extract",
            "score",
            "completion",
            "test")) {
      assertEquals(0, winnow(command, "--help"), err);
      assertTrue(out.contains("Usage: winnow " + command), out);
    }
    assertEquals(0, winnow("--version"));
    assertTrue(out.matches("winnow [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\\R"), out);
  }

  @Test
  void aUsersMistakeIsExitCode2AndASentence() throws IOException {
    assertMistake("name a command");
    assertMistake("did you mean", "shwo");
    assertMistake("--limit", "show", "x", "--limit", "many");
    assertMistake("there is no finished run", "show", folder.toString());
    assertMistake("there is no such file", "validate", folder.resolve("none.yaml").toString());
    assertMistake("--sample must be above 0", "dry-run", RECIPE, "--sample", "0");
    assertMistake("Missing required option: '--out=DIR'", "run", RECIPE);
    assertMistake("there is nothing at", "extract", folder.resolve("none.html").toString());
    assertMistake("kind must be one of", "extract", "--kind", "webb", RECIPE);
    Path broken =
        Files.writeString(folder.resolve("broken.yaml"), "name: x\nsources: 3\nseeds: 1\n");
    assertMistake("broken.yaml:2:10: sources must be a list", "validate", broken.toString());
    assertTrue(err.contains("broken.yaml:3:1: there is no setting seeds; did you mean seed?"), err);
    assertMistake(
        "there can be no folder",
        "model",
        "train",
        RECIPE,
        "--name=keep",
        "--out=" + broken.resolve("keep"),
        "--about=x",
        "--licence=y");
    assertMistake("--set minhash.bands=0", "validate", RECIPE, "--set", "minhash.bands=0");
  }

  @Test
  void aRunThenEverythingThatLooksAtIt() throws IOException {
    String run = copyOfTheRun().toString();
    assertTrue(said.contains("digest") && said.contains("report:"), said);
    assertTrue(Files.size(folder.resolve("run/report/index.html")) > 10_000);

    assertEquals(0, winnow("show", run, "documents", "--format", "jsonl"), err);
    List<JsonNode> rows = json(out);
    assertEquals(37, rows.size());
    for (JsonNode row : rows) {
      for (String column :
          List.of("id", "source", "kind", "uri", "source_uri", "title", "given_id")) {
        assertTrue(row.has(column), row + " lacks " + column);
      }
      assertFalse(row.has("text"), "texts only where asked for");
    }
    String id = rows.get(0).get("id").asText();
    assertEquals(0, winnow("show", run, "documents", "--columns", "id"), err);
    assertEquals(0, winnow("show", run, "ledger", "--format", "jsonl"), err);
    assertEquals(44, json(out).size(), "one row for every record");
    assertEquals(0, winnow("show", run, "mixtures/pretrain-1", "--columns", "id,text"), err);
    assertEquals(0, winnow("show", run, "signals", "--where", "words > 20", "--format", "csv"));
    assertTrue(out.startsWith("id,characters,words"), out);
    assertMistake("did you mean words?", "show", run, "signals", "--where", "wrods > 20");
    assertMistake("did you mean signals?", "show", run, "signal");
    assertMistake("no column", "show", run, "signals", "--columns", "wordy_thing_x");

    assertEquals(0, winnow("explain", run, id), err);
    assertTrue(out.contains("=> "), out);
    assertEquals(0, winnow("explain", run, "http://example.org/bread"), err);
    assertMistake("no record", "explain", run, "http://example.org/nothing");

    assertEquals(0, winnow("show", run, "clusters_minhash", "--format", "jsonl"), err);
    JsonNode member = json(out).get(0);
    for (String column : List.of("id", "cluster", "survivor", "size", "similarity")) {
      assertTrue(member.has(column), member.toString());
    }
    assertEquals(0, winnow("clusters", run), err);
    assertEquals(0, winnow("clusters", run, member.get("id").asText()), err);
    assertTrue(out.contains("survivor " + member.get("survivor").asText()), out);
    String nobody = "0".repeat(32);
    assertMistake("is not in the cluster", "clusters", run, member.get("id").asText(), nobody);
    assertMistake("--limit must be at least 0", "clusters", run, "--limit", "-1");

    assertEquals(0, winnow("report", run, "--against", run), err);
    assertTrue(Files.exists(Path.of(out.strip())), out);
  }

  @Test
  void damagedFilesOfARunAreNamedAndMadeAgain() throws IOException {
    Path run = copyOfTheRun();
    String[] again = {"run", RECIPE, "--out", run.toString(), "--runner", "direct"};
    byte[] manifest = Files.readAllBytes(run.resolve("manifest.json"));
    Path signals;
    Path receipt;
    try (Stream<Path> files = Files.list(run.resolve("signals"));
        Stream<Path> receipts = Files.list(run.resolve("receipts/signatures"))) {
      signals = files.findFirst().orElseThrow();
      receipt = receipts.findFirst().orElseThrow();
    }
    Files.write(signals, new byte[] {'P', 'A', 'R', '1', 0, 0, 0, 0});
    assertEquals(4, winnow("show", run.toString(), "signals", "--limit", "100"));
    assertTrue(err.contains(signals.getFileName() + " is damaged"), err);
    Files.writeString(receipt, "{broken");
    assertEquals(0, winnow(again), err);
    assertArrayEquals(manifest, Files.readAllBytes(run.resolve("manifest.json")));
    assertEquals(0, winnow("show", run.toString(), "signals"), err);

    Files.writeString(run.resolve("manifest.json"), "{");
    assertEquals(4, winnow("explain", run.toString(), "x"));
    assertTrue(err.contains("manifest.json is damaged"), err);
    assertFalse(err.contains("\tat "), err);
    assertEquals(0, winnow(again), err);
    assertArrayEquals(manifest, Files.readAllBytes(run.resolve("manifest.json")));

    Path file = Files.writeString(folder.resolve("file"), "x");
    assertMistake("cannot be a folder", "run", RECIPE, "--out", file.toString());
  }

  @Test
  void tooManyDeadLettersAreExitCode3() throws IOException {
    assertEquals(
        3,
        winnow(
            "run",
            RECIPE,
            "--out",
            copyOfTheRun().toString(),
            "--runner",
            "direct",
            "--set",
            "dead-letters.maximum-share=0.01"));
    assertTrue(err.contains("dead letters"), err);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"direct", "flink"})
  void aRunThatWasKilledGoesOnToTheSameDigest(String runner) throws Exception {
    Path whole = shared.resolve("run");
    Path killed = folder.resolve("killed");
    Process first = new ProcessBuilder(child(runner, killed)).redirectErrorStream(true).start();
    // Killed as soon as the stage signals has left something: in the middle of the run.
    while (first.isAlive() && !Files.isDirectory(killed.resolve("receipts/signals"))) {
      Thread.onSpinWait();
    }
    first.destroyForcibly().waitFor();
    assertFalse(Files.exists(killed.resolve("manifest.json")), "it was killed too late");
    assertTrue(Files.exists(killed.resolve("unfinished.json")));
    assertEquals(digestIn(said), digestOf(child(runner, killed)));
    assertEquals(filesOf(whole), filesOf(killed), "nothing else lies about");
    for (String file : filesOf(whole)) {
      // Times are in these two, and in nothing else.
      boolean timed = file.equals("run.json") || file.startsWith("report");
      if (!timed && Files.isRegularFile(whole.resolve(file))) {
        assertEquals(
            -1, Files.mismatch(whole.resolve(file), killed.resolve(file)), file + " differs");
      }
    }
  }

  private static List<String> filesOf(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files.map(file -> run.relativize(file).toString()).sorted().toList();
    }
  }

  @Test
  void aDryRunTellsTheCostAndLeavesNothing() throws IOException {
    assertEquals(0, winnow("dry-run", RECIPE, "--sample", "1", "--json"), err);
    assertTrue(err.contains("projected to all"), err);
    JsonNode figures = new ObjectMapper().readTree(out);
    assertEquals(37, figures.get("documents").asInt());
    assertEquals("pages", figures.at("/sources/0/source").asText());
    assertEquals(4, figures.at("/sources/0/kept").asInt());
    assertEquals("ingest", figures.at("/stages/0/stage").asText());
    double sum = 0;
    for (JsonNode stage : figures.get("stages")) {
      sum += stage.get("projected_seconds").asDouble();
    }
    assertEquals(sum, figures.get("projected_seconds").asDouble(), 1e-9);
  }

  @Test
  void theListOfTablesHasAllColumns() throws IOException {
    String run = shared.resolve("run").toString();
    assertEquals(0, winnow("show", run), err);
    String signals =
        out.lines().filter(line -> line.startsWith("signals ")).findFirst().orElseThrow();
    assertTrue(signals.endsWith("language_confidence, tokens"), signals);
    assertEquals(0, winnow("show", run, "--format", "csv"), err);
    assertTrue(out.startsWith("table,column,type,description\n"), out);
    assertTrue(out.contains("\nsignals,language,string,ISO 639 code of the language\n"), out);
    assertEquals(0, winnow("show", run, "--format", "jsonl"), err);
    assertEquals(
        "{\"table\":\"documents\",\"column\":\"source\",\"type\":\"string\","
            + "\"description\":\"source in the recipe\"}",
        out.lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void optionsComeFromTheEnvironmentToo() throws Exception {
    CommandLine line = Winnow.line("show", "dir");
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setDefaultValueProvider(
        new EnvironmentDefaults(Map.of("WINNOW_FORMAT", "csv", "WINNOW_LIMIT", "7")));
    CommandLine show = line.getSubcommands().get("show");
    line.parseArgs("show", "dir");
    assertEquals("CSV", show.getCommandSpec().findOption("--format").getValue().toString());
    Long limit = show.getCommandSpec().findOption("--limit").getValue();
    assertEquals(7L, limit);
  }

  @Test
  void theSchemaOfRecipesIsPrinted() throws IOException {
    assertEquals(0, winnow("validate", "--schema"), err);
    assertEquals(Files.readString(Path.of("../docs/recipe.schema.json")), out);
  }

  private void assertMistake(String part, String... arguments) {
    assertEquals(2, winnow(arguments), err);
    assertTrue(err.contains(part), err);
    assertFalse(err.contains("\tat "), "no stack trace for a user's mistake: " + err);
    assertEquals("", out);
  }

  private int winnow(String... arguments) {
    StringWriter stdout = new StringWriter();
    StringWriter stderr = new StringWriter();
    int code = Winnow.run(new PrintWriter(stdout), new PrintWriter(stderr), arguments);
    out = stdout.toString();
    err = stderr.toString();
    return code;
  }

  private static List<JsonNode> json(String lines) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      rows.add(new ObjectMapper().readTree(line));
    }
    return rows;
  }

  /** The command of a process of its own. */
  private static List<String> child(String runner, Path run) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Winnow.class.getName(),
        "run",
        RECIPE,
        "--runner",
        runner,
        "--out",
        run.toString());
  }

  private static String digestOf(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    return digestIn(said);
  }

  private static String digestIn(String said) {
    return said.replaceAll("(?s).*digest ([0-9a-f]{64}).*", "$1");
  }
}
