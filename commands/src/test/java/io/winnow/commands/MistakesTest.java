package io.winnow.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What people get wrong is told in a sentence with a place; nothing of this runs a recipe. */
class MistakesTest {
  private static final String GOOD =
      """
      name: small
      sources:
        - {name: crawl, kind: web, paths: ["in/*.jsonl"]}
        - {name: repos, kind: code, paths: [code]}
      rules:
        - {name: too-short, drop: "words < 50", kinds: [web]}
      mixtures:
        - {name: all, components: [{where: "kind = web"}]}
      """;

  @TempDir Path folder;
  private String out = "";
  private String err = "";

  @BeforeEach
  void inputs() throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("in")).resolve("a.jsonl"),
        "{\"text\": \"Some words.\"}\n");
    Files.writeString(Files.createDirectories(folder.resolve("code")).resolve("a.c"), "int x;\n");
    Files.writeString(
        Files.createDirectories(folder.resolve("full")).resolve("notes.txt"), "Mine.\n");
    try (OutputStream bytes = Files.newOutputStream(folder.resolve("a.zip"));
        ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("docs/a.html"));
      zip.write("<p>A page.</p>".getBytes());
    }
    Files.writeString(folder.resolve("good.yaml"), GOOD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          words == 5                    | character 8: expected a number |; write = for ==
          words < 5 && lines < 3        | character 11:                  |; write and for &&
          words < 5 OR lines < 3        | character 11:                  |; write or for OR
          title contains "x"            | character 7:                   |; it is written contains(text, text)
          title not contains "x"        | character 11:                  |as in not contains(a, b)
          title = null                  | character 9:                   |write is missing
          wrods < 5                     | character 1:                   |did you mean words?
          kind = wbe                    | character 8:                   |did you mean web?
          source not in (crawl, rpeos)  | character 23:                  |did you mean repos?
          language != english           | character 13:                  |did you mean en?
          bucket > 3                    | character 1:                   |only mixtures may ask for it
          host = "a"                    | character 1:                   |is a column of domains, which stages
          """)
  void conditions(String condition, String place, String hint) {
    assertMistake(place, "validate", good(), "--set", "rules.too-short.drop=" + condition);
    assertTrue(err.contains(hint), err);
    assertTrue(err.contains("rules[0].drop"), err);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          in/*.jsonl | in/b.jsonl       |:3:38: sources[0].paths[0]: there is nothing at
          [code]     | [cod]            |:4:39: sources[1].paths[0]: there is nothing at
          in/*.jsonl | s3://bucket/x    |:3:38: sources[0].paths[0]: there is no filesystem s3 for s3://bucket/x
          in/*.jsonl | hf://datasets/x  |there is no filesystem hf
          in/*.jsonl | https://a.org/x  |there is no filesystem https
          in/*.jsonl | a.zip!/none/**   |a.zip is at none/**; there are docs/a.html
          in/*.jsonl | in!/none/**      |looks for files inside of what is no archive
          kind: code | kind: cod        |did you mean code?
          [web]      | [web], sources: [crwal] |did you mean crawl?
          name: all  | name: All        |must consist of lower-case letters
          """)
  void recipes(String from, String to, String message) throws IOException {
    String changed = GOOD.replace(from, to);
    assertFalse(changed.equals(GOOD));
    Path recipe = Files.writeString(folder.resolve("changed.yaml"), changed);
    assertMistake(message, "validate", recipe.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          stages: [signals, exakt]                                     |:9:19: stages[1] must be one of
          stages: [signals, minhash, exact]                            |exact comes too late
          stages: [signals, semdedup]                                  |needs the stage embed
          preset: fineweb                                              |preset must be one of glm-4.5, but
          minhahs: {bands: 3}                                          |did you mean minhash?
          minhash: {against: [november]}                               |:9:21: minhash.against[0]: there is no finished run
          minhash: {against: ["s3://b/x"]}                             |:9:21: minhash.against[0]: there is no filesystem s3
          `stages: [signals, score]\\nscore: {model: no/glm}`           |:10:16: score.model: there is no folder
          `stages: [signals, score]\\nscore: {model: in}`               |:10:16: score.model:
          `stages: [signals, contamination]\\ncontamination: {benchmarks: [x]}` |:10:30: contamination.benchmarks[0]: there is nothing at
          `stages: [signals, domains]\\ndomains: {deny: [x]}`           |:10:18: domains.deny[0]:
          `stages: [signals, embed, classify]\\nclassify: [{name: q, model: web-qualty}]` |did you mean web-quality?
          `stages: [signals, embed, classify]\\nclassify: [{name: id, model: science}]` |:10:19: there is another column called id
          """)
  void settings(String added, String message) throws IOException {
    Path recipe =
        Files.writeString(folder.resolve("more.yaml"), GOOD + added.replace("\\n", "\n") + "\n");
    assertMistake(message, "validate", recipe.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rules.shrt.drop=words < 5 | there is no rules.shrt; there are too-short
          rules[7].drop=words < 5   | there is no rules[7]: rules has 1 element, [0]
          minhash                   | an override is PATH=VALUE
          """)
  void overrides(String override, String message) {
    assertMistake(message, "validate", good(), "--set", override);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          shwo --help                                            | there is no command shwo; did you mean show?
          model distil --help                                    | model has no command distil; did you mean distill?
          run GOOD --out DIR/full                                | holds notes.txt and no run of Winnow
          run GOOD --out DIR/full/notes.txt                      | it is a file
          run GOOD --out DIR/code/out                            | good.yaml:4:39: sources[1].paths[0]: code would read
          run GOOD --out s3://bucket/out                         | --out: there is no filesystem s3
          dry-run GOOD --out DIR/full                            | holds notes.txt
          run GOOD --output DIR/o                                | there is no option --output; did you mean --out?
          run GOOD --out DIR/a --flink-master localhost          | must be HOST:PORT, but was localhost
          run GOOD --out DIR/b --flink-master h:1 --runner direct | --flink-master is for --runner flink
          run GOOD --out DIR/c --parallelism 0                   | --parallelism must be at least 1
          validate GOOD --json --effective                       | give one of them
          show s3://bucket/out                                   | there is no filesystem s3
          """)
  void commands(String command, String message) {
    String[] arguments =
        command.replace("GOOD", good()).replace("DIR", folder.toString()).split(" ");
    assertMistake(message, arguments);
  }

  @Test
  void aPatternThatWouldReadTheRunIsRefused() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("all.yaml"), GOOD.replace("in/*.jsonl", "**").replace("[code]", "[in]"));
    assertMistake(
        ":3:38: sources[0].paths[0]: ** would read",
        "run",
        recipe.toString(),
        "--out",
        folder.resolve("out").toString());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void settingsWithoutTheirStageAreAWarning() throws IOException {
    assertEquals(0, winnow("validate", good(), "--set", "score.window=128"), err);
    assertTrue(err.contains("score does nothing, because stages does not name score"), err);
  }

  @Test
  void whatIsFoundIsJsonToo() throws IOException {
    assertEquals(0, winnow("validate", good(), "--json", "--set", "score.window=128"), err);
    JsonNode found = new ObjectMapper().readTree(out);
    assertTrue(found.get("valid").asBoolean());
    assertEquals("crawl", found.at("/sources/0/name").asText());
    assertEquals(1, found.at("/sources/0/inputs").asInt());
    assertEquals("score", found.at("/warnings/0/setting").asText());
    assertEquals(18, found.at("/minhash/bands").asInt());
    assertEquals("", err);

    assertEquals(2, winnow("validate", good(), "--json", "--set", "seed=x"));
    found = new ObjectMapper().readTree(out);
    assertFalse(found.get("valid").asBoolean());
    assertEquals("seed", found.at("/problems/0/setting").asText());
    assertEquals("", err);
  }

  @Test
  void theEffectiveRecipeIsARecipe() throws IOException {
    assertEquals(0, winnow("validate", good(), "--effective", "--set", "minhash.bands=20"), err);
    assertTrue(out.contains("\n  bands: 20\n"), out);
    String once = out;
    Path effective = Files.writeString(folder.resolve("effective.yaml"), once);
    assertEquals(0, winnow("validate", effective.toString(), "--effective"), err);
    assertEquals(once, out);
  }

  @Test
  void completionKnowsAllCommands() {
    assertEquals(0, winnow("completion"), err);
    for (String word : List.of("dry-run", "distill", "--flink-master", "completion")) {
      assertTrue(out.contains(word), word);
    }
  }

  @Test
  void helpAndVersionAreNotAskedForByTheEnvironment() {
    CommandLine line = Winnow.line("show", "dir");
    line.setDefaultValueProvider(
        new EnvironmentDefaults(Map.of("WINNOW_VERSION", "0.1.0", "WINNOW_HELP", "x")));
    assertFalse(line.parseArgs("show", "dir").isVersionHelpRequested());
    assertFalse(line.parseArgs("show", "dir").isUsageHelpRequested());
  }

  @Test
  void whatTheMachineLacksIsNoInternalError() {
    assertEquals(
        "winnow: no space is left on the disk", told(new IOException("No space left on device")));
    assertEquals("winnow: /a may not be opened", told(new AccessDeniedException("/a")));
    assertTrue(told(new OutOfMemoryError("Java heap space")).contains("WINNOW_JAVA_OPTIONS=-Xmx"));
  }

  private static String told(Throwable fault) {
    StringWriter said = new StringWriter();
    int code = Faults.tell(new IllegalStateException("a job failed", fault), new PrintWriter(said));
    assertEquals(2, code);
    return said.toString().strip();
  }

  private String good() {
    return folder.resolve("good.yaml").toString();
  }

  private void assertMistake(String part, String... arguments) {
    int code = winnow(arguments);
    assertTrue(err.contains(part), err + " lacks: " + part);
    assertEquals(2, code, Arrays.toString(arguments));
    assertFalse(err.contains("\tat ") || err.contains("Exception"), err);
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
}
