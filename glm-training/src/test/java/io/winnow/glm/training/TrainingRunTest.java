package io.winnow.glm.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.Digest;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.TableWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.io.FileSystems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder = Path.of("");

  @Test
  void aTrainingThatGoesOnGivesTheSameBitsAsOneThatWasNeverStopped() throws IOException {
    GlmShape shape = TrainingTest.tiny();
    TrainingSettings settings = Trainings.settings(5, 2, 8);
    LossCurve whole = new LossCurve();
    LossCurve parts = new LossCurve();
    byte[] expected;
    try (Training training = new Training(shape, settings)) {
      steps(training, whole, 0, 8);
      expected = saved(training, whole);
    }
    try (Training training = new Training(shape, settings)) {
      steps(training, parts, 0, 3);
      Checkpoint.write(folder, training, "a", 1234, parts);
    }
    LossCurve again = new LossCurve();
    try (Training training = new Training(shape, settings)) {
      assertEquals(1234, Checkpoint.read(folder, training, "a", again));
      assertEquals(3, training.steps());
      steps(training, again, 3, 8);
      assertArrayEquals(expected, saved(training, again));
    }
    assertEquals(whole.training(), again.training());
  }

  /** Stopped after its first step, and after the first step of going on. */
  @Test
  void aRunGoesOnFromTheCheckpointsThatItWrote() throws IOException {
    TokenTexts texts = texts(60);
    GlmShape shape =
        new GlmShape(
            texts.tokenizer().size(),
            16,
            2,
            1,
            2,
            1,
            8,
            24,
            12,
            4,
            2,
            1,
            1,
            true,
            true,
            true,
            1,
            10_000,
            16);
    TrainingSettings settings = Trainings.settings(4, 2, 6);
    List<String> heard = new ArrayList<>();
    byte[][] models = new byte[2][];
    for (int run = 0; run < 2; run++) {
      Path out = folder.resolve("run" + run);
      boolean stopping = run == 1;
      for (int stop = 0; stopping && stop < 2; stop++) {
        TrainingRun stopped =
            new TrainingRun(
                texts,
                shape,
                settings,
                out,
                true,
                line -> {
                  heard.add(line);
                  if (line.startsWith("step ")) {
                    throw new Stopped();
                  }
                },
                0);
        assertThrows(Stopped.class, stopped::run);
      }
      new TrainingRun(texts, shape, settings, out, true, heard::add, 0).run();
      models[run] = Files.readAllBytes(out.resolve("model.safetensors"));
    }
    assertTrue(heard.contains("going on after step 1"), heard.toString());
    assertTrue(heard.contains("going on after step 2"), heard.toString());
    assertArrayEquals(models[0], models[1]);
  }

  private static final class Stopped extends RuntimeException {}

  @Test
  void textsWithOtherIdsAreOtherTexts() {
    BpeTokenizer tokenizer = new BpeTokenizer(List.of());
    List<String> digests = new ArrayList<>();
    for (int id : new int[] {1, 2}) {
      TokenTexts texts = new TokenTexts(tokenizer, 0.2, 45);
      texts.add(new TokenTexts.Text(Digest.ofText("a"), new int[] {id}, 1));
      digests.add(texts.digest());
    }
    assertFalse(digests.get(0).equals(digests.get(1)));
  }

  @Test
  void anotherSeedGivesOtherWeights() throws IOException {
    byte[][] saved = new byte[2][];
    for (int i = 0; i < 2; i++) {
      try (Training training =
          new Training(TrainingTest.tiny(), Trainings.settings(5, 2, 2000, i))) {
        saved[i] = saved(training, new LossCurve());
      }
    }
    assertFalse(Arrays.equals(saved[0], saved[1]));
  }

  @Test
  void aCheckpointOfAnotherTrainingIsRefused() throws IOException {
    TrainingSettings settings = Trainings.settings(32, 4, 2000);
    try (Training training = new Training(TrainingTest.tiny(), settings)) {
      Checkpoint.write(folder, training, "a", 0, new LossCurve());
      assertThrows(
          Checkpoint.OfAnotherTraining.class,
          () -> Checkpoint.read(folder, training, "b", new LossCurve()));
    }
  }

  private static void steps(Training training, LossCurve curve, int from, int to) {
    for (int i = from; i < to; i++) {
      curve.add(training.step(TrainingTest.batch(new Random(i), 5, 16), i / 8.0));
    }
  }

  private byte[] saved(Training training, LossCurve curve) throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Checkpoint.write(other, training, "", 0, curve);
    return Files.readAllBytes(other.resolve(Checkpoint.FILE));
  }

  @Test
  void everyHeldOutTokenIsScoredOnceWithAsMuchBeforeItAsCanBe() {
    TokenTexts texts = texts(60);
    List<TokenTexts.Text> heldOut = texts.heldOut(5000);
    long tokens = heldOut.stream().mapToLong(text -> text.tokens().length).sum();
    long scored = 0;
    for (Batch batch : texts.windows(heldOut, 32, 4)) {
      for (boolean[] flags : batch.scored()) {
        assertFalse(flags[0] || flags[1]);
        for (boolean flag : flags) {
          scored += flag ? 1 : 0;
        }
      }
    }
    assertEquals(tokens, scored);
  }

  @Test
  void anEpochHoldsEveryTokenAndTheNextAnotherOrder() {
    TokenTexts texts = texts(60);
    long sequences = texts.sequences(16);
    List<Long> sums = new ArrayList<>();
    for (int epoch = 0; epoch < 2; epoch++) {
      Batch batch = texts.batch(epoch * sequences, (int) sequences, 16);
      long sum = 0;
      for (int[] sequence : batch.sequences()) {
        assertArrayEquals(texts.tokenizer().prefix(), Arrays.copyOf(sequence, 2));
        for (int i = 2; i < 16; i++) {
          sum += sequence[i];
        }
      }
      sums.add(sum);
    }
    // Up to what is cut off at the end.
    assertEquals((double) sums.get(0), sums.get(1), 14 * 300.0);
    Batch first = texts.batch(0, 1, 16);
    Batch later = texts.batch(sequences, 1, 16);
    assertFalse(Arrays.equals(first.sequences().get(0), later.sequences().get(0)));
    assertArrayEquals(first.sequences().get(0), texts.batch(0, 1, 16).sequences().get(0));
  }

  private static TokenTexts texts(int count) {
    BpeTokenizer tokenizer = new BpeTokenizer(List.of());
    TokenTexts texts = new TokenTexts(tokenizer, 0.2, 45);
    Random random = new Random(45);
    for (int i = 0; i < count; i++) {
      String text = sentence(random);
      texts.add(new TokenTexts.Text(Digest.ofText(text), tokenizer.encode(text), text.length()));
    }
    return texts;
  }

  private static String sentence(Random random) {
    String[] words = {"the ", "cat ", "dog ", "saw ", "a ", "tree ", "and ", "ran "};
    StringBuilder text = new StringBuilder();
    int length = 20 + random.nextInt(60);
    for (int i = 0; i < length; i++) {
      text.append(words[(random.nextInt(2) + i) % words.length]);
    }
    return text.append(random.nextInt(100_000)).toString();
  }

  @Test
  void theCommandWritesAModelItsCurveAndACardWithBothFigures() throws IOException {
    Path file = folder.resolve("texts.jsonl");
    Random random = new Random(45);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      ObjectNode line = JSON.createObjectNode();
      line.put("text", sentence(random));
      lines.append(line).append('\n');
    }
    Files.writeString(file, lines);
    Path out = folder.resolve("model");
    String[] arguments = {
      file.toString(),
      "--out",
      out.toString(),
      "--about",
      "sentences",
      "--licence",
      "CC0-1.0",
      "--steps",
      "20",
      "--batch",
      "8",
      "--vocabulary",
      "300",
      "--context",
      "32",
      "--hidden",
      "16",
      "--layers",
      "2",
      "--heads",
      "2",
      "--key-value-heads",
      "1",
      "--head-size",
      "8",
      "--intermediate",
      "32",
      "--expert-intermediate",
      "16",
      "--experts",
      "4",
      "--held-out",
      "0.1"
    };
    StringWriter err = new StringWriter();
    StringWriter result = new StringWriter();
    int code = TrainGlm.run(new PrintWriter(result), new PrintWriter(err, true), arguments);
    assertEquals(0, code, err.toString());
    for (String name :
        List.of(
            "config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer_config.json",
            "card.md")) {
      assertTrue(Files.size(out.resolve(name)) > 0, name);
    }
    String card = Files.readString(out.resolve("card.md"));
    assertEquals(card, result.toString());
    assertTrue(card.contains("| bits per byte | "), card);
    assertTrue(card.contains("CC0-1.0"), card);
    assertTrue(err.toString().contains("tokens/s"), err.toString());
    String curve = Files.readString(out.resolve("curve.svg"));
    assertTrue(curve.startsWith("<svg ") && curve.contains("<path d=\"M"), curve);
    assertFalse(curve.contains("NaN"), curve);
    // The figures are those of what was written.
    scored(out, card);

    StringWriter again = new StringWriter();
    assertEquals(2, TrainGlm.run(new PrintWriter(result), new PrintWriter(again, true), arguments));
    assertTrue(again.toString().contains("there is a trained model"), again.toString());
  }

  @Test
  void mistakesOfAUserAreSentences() throws IOException {
    Path file = folder.resolve("texts.jsonl");
    Files.writeString(file, "{\"text\":\"a\"}\n");
    Path cut = folder.resolve("cut.jsonl.gz");
    Files.write(cut, new byte[] {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0, 3, 1});
    Path noJson = folder.resolve("tokenizer.json");
    Files.writeString(noJson, "nothing");
    Path sequences = Files.createDirectories(folder.resolve("sequences"));
    String[][] mistakes = {
      {cut.toString(), "", "cut.jsonl.gz cannot be read to its end"},
      {file.toString(), noJson.toString(), "is not JSON"},
      {file.toString(), folder.resolve("nowhere").toString(), "cannot be read"},
      {sequences.toString(), "", "is no mixture"},
    };
    for (String[] mistake : mistakes) {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  mistake[0],
                  "--out",
                  folder.resolve("none").toString(),
                  "--about",
                  "a",
                  "--licence",
                  "a",
                  "--steps",
                  "1"));
      if (!mistake[1].isEmpty()) {
        arguments.addAll(List.of("--tokenizer", mistake[1]));
      }
      StringWriter err = new StringWriter();
      int code =
          TrainGlm.run(
              new PrintWriter(new StringWriter()),
              new PrintWriter(err, true),
              arguments.toArray(String[]::new));
      assertEquals(2, code, err.toString());
      assertTrue(err.toString().contains(mistake[2]), err.toString());
      assertFalse(err.toString().contains("\tat "), err.toString());
    }
  }

  @Test
  void aMixturesDocumentsAreTexts() throws IOException {
    Path mixture = Files.createDirectories(folder.resolve("mixtures/all"));
    Random random = new Random(45);
    Schema schema = Schema.of(Column.number("id", ""), Column.text("text", ""));
    StringBuilder lines = new StringBuilder();
    for (int part = 0; part < 2; part++) {
      try (TableWriter writer =
          TableWriter.open(
              FileSystems.matchNewResource(mixture + "/part-0000" + part + ".parquet", false),
              schema)) {
        for (int i = 0; i < 40; i++) {
          String text = sentence(random);
          writer.write((long) i, text);
          lines.append(JSON.createObjectNode().put("text", text)).append('\n');
        }
        writer.commit();
      }
    }
    Path file = folder.resolve("texts.jsonl");
    Files.writeString(file, lines);
    byte[][] tokenizers = new byte[2][];
    String[] cards = new String[2];
    for (int run = 0; run < 2; run++) {
      Path out = folder.resolve("out" + run);
      StringWriter err = new StringWriter();
      StringWriter card = new StringWriter();
      int code =
          TrainGlm.run(
              new PrintWriter(card),
              new PrintWriter(err, true),
              run == 0 ? mixture.toString() : file.toString(),
              "--out=" + out,
              "--about=sentences",
              "--licence=CC0-1.0",
              "--steps=1",
              "--batch=2",
              "--vocabulary=300",
              "--context=32",
              "--hidden=16",
              "--layers=1",
              "--held-out=0.2");
      assertEquals(0, code, err.toString());
      tokenizers[run] = Files.readAllBytes(out.resolve("tokenizer.json"));
      cards[run] = card.toString().replaceFirst("in [0-9.]+ minutes", "");
    }
    assertArrayEquals(tokenizers[0], tokenizers[1]);
    assertEquals(cards[0], cards[1]);
  }

  /** Scores the held-out texts again, from the files. */
  private void scored(Path out, String card) throws IOException {
    BpeTokenizer tokenizer = BpeTokenizer.read(out.resolve("tokenizer.json"));
    TokenTexts texts = new TokenTexts(tokenizer, 0.1, 45);
    Files.readAllLines(folder.resolve("texts.jsonl"))
        .forEach(
            line -> {
              try {
                String text = JSON.readTree(line).path("text").asText();
                texts.add(
                    new TokenTexts.Text(
                        Digest.ofText(text), tokenizer.encode(text), text.length()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    PlainGlm plain = new PlainGlm(out);
    List<TokenTexts.Text> heldOut = texts.heldOut(200_000);
    double nll = 0;
    for (Batch batch : texts.windows(heldOut, 32, 1)) {
      double[] next = plain.nll(batch.sequences().get(0)).next();
      for (int at = 1; at < 32; at++) {
        nll += batch.scored().get(0)[at] ? next[at - 1] : 0;
      }
    }
    double mean = nll / heldOut.stream().mapToLong(text -> text.tokens().length).sum();
    String row = card.substring(card.indexOf("| nats per token | ") + 19);
    assertEquals(mean, Double.parseDouble(row.substring(0, row.indexOf(' '))), 1e-4);
  }

  @Test
  void aTrainingWithoutAnEndIsAWrongUsage() throws IOException {
    Path file = folder.resolve("texts.jsonl");
    Files.writeString(file, "{\"text\":\"a\"}\n");
    StringWriter err = new StringWriter();
    int code =
        TrainGlm.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            file.toString(),
            "--out",
            folder.toString(),
            "--about",
            "a",
            "--licence",
            "b");
    assertEquals(2, code);
    assertTrue(err.toString().contains("--steps or --minutes"), err.toString());
  }
}
