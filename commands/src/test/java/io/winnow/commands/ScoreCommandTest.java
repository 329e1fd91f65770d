package io.winnow.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ScoreCommandTest {
  @TempDir Path folder;
  private String model = "";
  private String out = "";
  private String err = "";

  @BeforeEach
  void makeAModel() {
    model = folder.resolve("model").toString();
    assertEquals(0, random(model, "--mtp"), err);
  }

  private int random(String place, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "model",
                "random-glm",
                "--out",
                place,
                "--hidden",
                "32",
                "--layers",
                "2",
                "--heads",
                "4",
                "--key-value-heads",
                "2",
                "--head-size",
                "8",
                "--vocabulary",
                "300",
                "--dense-width",
                "48",
                "--expert-width",
                "16",
                "--experts",
                "4",
                "--experts-per-token",
                "2",
                "--positions",
                "256"));
    arguments.addAll(List.of(more));
    return winnow(arguments.toArray(String[]::new));
  }

  @Test
  void everyLineIsScoredInTheOrderOfTheInput() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      lines.append("{\"id\":\"d" + i + "\",\"text\":\"" + "word ".repeat(i * 37 % 50) + "\"}\n");
    }
    Path file = Files.writeString(folder.resolve("texts.jsonl"), lines);
    assertEquals(0, winnow("score", "--model", model, "--threads", "1", file.toString()), err);
    String one = out;
    List<JsonNode> scores = json(out);
    assertEquals(60, scores.size());
    for (int i = 0; i < 60; i++) {
      assertEquals("d" + i, scores.get(i).get("id").textValue());
      assertEquals(5 * (i * 37 % 50), scores.get(i).get("tokens").intValue());
    }
    assertEquals(List.of("id", "tokens"), names(scores.get(0)));
    assertEquals(
        List.of(
            "id",
            "tokens",
            "nll_sum",
            "nll_mean",
            "perplexity",
            "bits_per_byte",
            "mtp_nll_mean",
            "mtp_greedy_acceptance",
            "mtp_expected_acceptance"),
        names(scores.get(1)));

    assertEquals(0, winnow("score", "--model", model, "--threads", "2", file.toString()), err);
    assertEquals(one, out, "threads change no bit");
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)));
    try {
      assertEquals(0, winnow("score", "--model", model, "-"), err);
    } finally {
      System.setIn(before);
    }
    assertEquals(one, out, "standard input is like a file");
    assertEquals(
        0,
        winnow("score", "--model", model, "--window", "64", "--stride", "32", file.toString()),
        err);
    assertFalse(one.equals(out), "a smaller window changes scores of long texts");
  }

  @Test
  void idsAreScoredAsTheyAre() throws IOException {
    Path file = Files.writeString(folder.resolve("ids.jsonl"), "{\"id\":7,\"ids\":[1,2,3,4]}\n");
    assertEquals(
        0, winnow("score", "--model", model, "--ids", "--per-token", file.toString()), err);
    JsonNode score = json(out).get(0);
    assertEquals(7, score.get("id").intValue());
    assertEquals(3, score.get("tokens").intValue());
    assertEquals(3, score.get("log_probs").size());
    assertEquals(2, score.get("mtp_log_probs").size());
    assertFalse(score.has("bits_per_byte"));
    double sum = 0;
    for (JsonNode value : score.get("log_probs")) {
      sum -= value.doubleValue();
    }
    assertEquals(score.get("nll_sum").doubleValue(), sum, 1e-5);
  }

  @Test
  void aBadLineCostsThatLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bad.jsonl"),
            """
            {"id":"a","text":"good"}
            no json

            [1]
            {"id":"b"}
            {"text":"no id"}
            {"id":"c","text":"half \\ud800"}
            {"id":"d","text":5}
            {"id":"e","text":"good"}
            """);
    assertEquals(3, winnow("score", "--model", model, file.toString()), err);
    List<JsonNode> scores = json(out);
    assertEquals(2, scores.size());
    assertEquals(scores.get(0).get("nll_sum"), scores.get(1).get("nll_sum"));
    for (int line : new int[] {2, 4, 5, 6, 7, 8}) {
      assertTrue(err.contains("bad.jsonl, line " + line), err);
    }
    assertTrue(err.contains("6 lines could not be scored"), err);
    assertEquals(
        3,
        winnow(
            "score",
            "--model",
            model,
            "--ids",
            Files.writeString(
                    folder.resolve("ids.jsonl"),
                    "{\"id\":1,\"ids\":[300]}\n{\"id\":2,\"ids\":\"x\"}\n{\"id\":3,\"ids\":[1,2]}")
                .toString()));
    assertEquals(1, json(out).size());
  }

  @Test
  void aUsersMistakeIsExitCode2AndABadCheckpoint4() throws IOException {
    String file =
        Files.writeString(folder.resolve("x.jsonl"), "{\"id\":1,\"ids\":[1,2]}\n").toString();
    assertMistake(2, "there is no folder", "--model", folder.resolve("none").toString(), file);
    assertMistake(2, "there is no file", "--model", model, folder.resolve("none").toString());
    assertMistake(2, "--window must be at least 4", "--model", model, "--window", "0", file);
    assertMistake(2, "at most the model's 256", "--model", model, "--window", "257", file);
    assertMistake(2, "stride", "--model", model, "--window", "9", "--stride", "8", file);
    assertMistake(2, "--stride", "--model", model, "--stride", "0", file);
    assertMistake(2, "--threads", "--model", model, "--threads", "0", file);
    assertMistake(2, "--model", file);
    assertEquals(2, random(model));
    assertTrue(err.contains("there is a checkpoint already"), err);

    Files.delete(Path.of(model, "tokenizer.json"));
    assertMistake(4, "tokenizer.json", "--model", model, file);
    assertEquals(0, winnow("score", "--model", model, "--ids", file), err);
    Files.delete(Path.of(model, "config.json"));
    assertMistake(4, "there is no config.json", "--model", model, "--ids", file);
  }

  /** Those with known faults, which lie beside the data that WINNOW_DATA names. */
  @Test
  void everyBrokenCheckpointOfTheOracleIsExitCode4AndASentence() throws IOException {
    String data = System.getenv("WINNOW_DATA");
    Path broken = data == null ? folder : Path.of(data).resolve("../glm-oracle/broken").normalize();
    boolean there = Files.isRegularFile(broken.resolve("reasons.json"));
    if (!there) {
      System.err.println("SKIPPED: WINNOW_DATA names no folder beside which glm-oracle lies");
    }
    Assumptions.assumeTrue(there, "WINNOW_DATA names no folder beside which glm-oracle lies");
    String file =
        Files.writeString(folder.resolve("x.jsonl"), "{\"id\":1,\"ids\":[1,2]}\n").toString();
    JsonNode reasons =
        new ObjectMapper().readTree(Files.readAllBytes(broken.resolve("reasons.json")));
    int refused = 0;
    for (String name : names(reasons)) {
      String checkpoint = broken.resolve(name).toString();
      if (name.equals("good")) {
        assertEquals(0, winnow("score", "--model", checkpoint, "--ids", file), err);
      } else {
        assertMistake(4, "winnow: ", "--model", checkpoint, "--ids", file);
        assertEquals(1, err.lines().count(), err);
        refused++;
      }
    }
    assertEquals(38, refused);
  }

  @Test
  void aFileThatBreaksOffIsToldAfterTheScoresOfItsLines() throws IOException {
    Path cut = folder.resolve("cut.jsonl.gz");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 2_000; i++) {
        zip.write(
            ("{\"id\":" + i + ",\"text\":\"" + Integer.toHexString(i * 7919) + "\"}\n")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.write(cut, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
    assertEquals(2, winnow("score", "--model", model, cut.toString()), err);
    assertTrue(err.contains("cut.jsonl.gz cannot be read to its end"), err);
    List<JsonNode> scores = json(out);
    assertTrue(scores.size() > 100, out);
    for (int i = 0; i < scores.size(); i++) {
      assertEquals(i, scores.get(i).get("id").intValue());
    }
  }

  @Test
  void theBenchmarkPrintsATable() {
    assertEquals(0, winnow("model", "benchmark-glm", "--model", model, "--tokens", "100,256"), err);
    assertEquals(3, out.lines().count());
    assertTrue(out.contains("Gemm GFLOP/s"));
    assertEquals(2, winnow("model", "benchmark-glm", "--model", model, "--tokens", "1000"));
  }

  private void assertMistake(int code, String message, String... arguments) {
    List<String> all = new ArrayList<>(List.of("score"));
    all.addAll(List.of(arguments));
    assertEquals(code, winnow(all.toArray(String[]::new)), err);
    assertTrue(err.contains(message), err);
    assertEquals("", out);
    assertFalse(err.contains("\tat "), err);
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> all = node.fieldNames(); all.hasNext(); ) {
      names.add(all.next());
    }
    return names;
  }

  private static List<JsonNode> json(String lines) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      nodes.add(new ObjectMapper().readTree(line));
    }
    return nodes;
  }

  private int winnow(String... arguments) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int code = Winnow.run(new PrintWriter(outText), new PrintWriter(errText), arguments);
    out = outText.toString();
    err = errText.toString();
    return code;
  }
}
