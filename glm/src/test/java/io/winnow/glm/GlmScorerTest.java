package io.winnow.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.glm.model.GlmConfiguration;
import io.winnow.glm.model.Oracle;
import io.winnow.glm.model.RandomCheckpoint;
import io.winnow.glm.model.UnusableCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlmScorerTest {
  private static final long SEED = 45;
  private static final int VOCABULARY = 300;

  @TempDir Path folder;

  @Test
  void textsAreScoredAsTheOracleSays() throws IOException {
    JsonNode expected = Oracle.json("air-like/texts.json");
    try (GlmScorer scorer = GlmScorer.open(Oracle.folder("air-like"), ScorerOptions.standard())) {
      int texts = 0;
      for (JsonNode text : expected.get("texts")) {
        String content = text.get("text").textValue();
        int[] ids = scorer.ids(content);
        assertArrayEquals(Oracle.integers(text.get("ids")), ids, () -> "ids of " + content);
        GlmScore score = scorer.score(content);
        assertEquals(text.get("utf8_bytes").longValue(), score.utf8Bytes());
        assertEquals(ids.length, score.tokens());
        texts++;
        if (ids.length == 0) {
          assertTrue(score.nllSum().isEmpty() && score.bitsPerByte().isEmpty());
          assertTrue(score.perplexity().isEmpty() && score.predictedNllMean().isEmpty());
          continue;
        }
        assertEquals(text.get("nll_mean").doubleValue(), score.nllMean().orElseThrow(), 1e-5);
        assertEquals(
            text.get("nll_sum").doubleValue(), score.nllSum().orElseThrow(), 1e-5 * ids.length);
        assertEquals(
            text.get("bits_per_byte").doubleValue(), score.bitsPerByte().orElseThrow(), 2e-5);
        for (int i = 0; i < ids.length; i++) {
          assertEquals(
              text.get("log_probs").get(i).doubleValue(), score.logProbabilities()[i], 2e-4);
        }
        assertEquals(ids.length, score.predictedLogProbabilities().length);
        assertEquals(
            text.get("mtp_nll_mean").doubleValue(), score.predictedNllMean().orElseThrow(), 2e-5);
      }
      assertEquals(13, texts);
      assertArrayEquals(
          Oracle.integers(expected.get("prefix_ids")),
          GlmTokenizer.read(Oracle.folder("air-like"), 512).prefix());
    }
  }

  @Test
  void textOfSpecialTokensIsOrdinaryText() throws IOException {
    write(1);
    try (GlmScorer scorer = GlmScorer.open(folder, ScorerOptions.standard())) {
      String text = "a<|endoftext|>b [gMASK]<sop> <think>";
      int[] ids = scorer.ids(text);
      assertEquals(text.getBytes(StandardCharsets.UTF_8).length, ids.length);
      assertTrue(Arrays.stream(ids).allMatch(id -> id < 256));
      GlmScore score = scorer.score(text);
      assertEquals(ids.length, score.tokens());
      assertEquals(ids.length, score.predictedLogProbabilities().length);
    }
  }

  @Test
  void thePrefixIsConditionedOnAndNotScored() throws IOException {
    write(1);
    try (GlmScorer scorer = GlmScorer.open(folder, ScorerOptions.standard())) {
      GlmScore text = scorer.score("hello");
      int[] ids = scorer.ids("hello");
      int[] whole = new int[ids.length + 2];
      whole[0] = 257;
      whole[1] = 258;
      System.arraycopy(ids, 0, whole, 2, ids.length);
      GlmScore all = scorer.scoreIds(whole);
      assertEquals(ids.length + 1, all.tokens());
      assertArrayEquals(
          text.logProbabilities(), Arrays.copyOfRange(all.logProbabilities(), 1, all.tokens()));
      assertArrayEquals(text.predictedLogProbabilities(), all.predictedLogProbabilities());
      assertEquals(all.expectedAcceptance(), text.expectedAcceptance());
      assertEquals(-1, all.utf8Bytes());
      assertTrue(all.bitsPerByte().isEmpty());
    }
  }

  @Test
  void whatDoesNotExistIsAbsent() throws IOException {
    write(0);
    try (GlmScorer scorer = GlmScorer.open(folder, ScorerOptions.standard())) {
      assertFalse(scorer.predicts());
      for (GlmScore score :
          new GlmScore[] {
            scorer.score(""), scorer.scoreIds(new int[0]), scorer.scoreIds(new int[] {5})
          }) {
        assertEquals(0, score.tokens());
        assertTrue(score.nllSum().isEmpty() && score.nllMean().isEmpty());
        assertTrue(score.perplexity().isEmpty() && score.bitsPerByte().isEmpty());
      }
      GlmScore score = scorer.score("some text");
      assertTrue(score.nllMean().isPresent());
      assertTrue(score.predictedNllMean().isEmpty());
      assertTrue(score.greedyAcceptance().isEmpty() && score.expectedAcceptance().isEmpty());
    }
  }

  /** Windows seen one by one, by hand, say the same as the strided score. */
  @Test
  void everyTokenIsScoredOnceByTheFirstWindowThatSeesIt() throws IOException {
    write(1);
    int[] ids = new Random(SEED).ints(103, 0, VOCABULARY).toArray();
    int window = 32;
    for (int stride : new int[] {1, 10, 16, 30}) {
      ScorerOptions options = ScorerOptions.standard().withWindow(window).withStride(stride);
      try (GlmScorer strided = GlmScorer.open(folder, options);
          GlmScorer whole = GlmScorer.open(folder, ScorerOptions.standard())) {
        GlmScore actual = strided.scoreIds(ids);
        assertEquals(102, actual.tokens());
        assertEquals(101, actual.predictedLogProbabilities().length);
        double[] expected = new double[102];
        double[] predicted = new double[101];
        int done = 1;
        for (int start = 0; done < ids.length; start += stride) {
          int end = Math.min(ids.length, start + window);
          GlmScore piece = whole.scoreIds(Arrays.copyOfRange(ids, start, end));
          for (int i = done; i < end; i++) {
            expected[i - 1] = piece.logProbabilities()[i - start - 1];
            if (i >= 2) {
              predicted[i - 2] = piece.predictedLogProbabilities()[i - start - 2];
            }
          }
          done = end;
        }
        assertArrayEquals(expected, actual.logProbabilities());
        assertArrayEquals(predicted, actual.predictedLogProbabilities());
        // The first window is the beginning of the one long pass, and must agree with it.
        GlmScore pass = whole.scoreIds(ids);
        for (int i = 0; i < window - 1; i++) {
          assertEquals(pass.logProbabilities()[i], actual.logProbabilities()[i], 1e-4);
        }
      }
    }
  }

  /** A model whose attention adds nothing sees one token back, so windows must change nothing. */
  @Test
  void stridesAgreeWithOneLongPassWhereContextDoesNotMatter() throws IOException {
    RandomCheckpoint checkpoint = write(0);
    silenceAttention(checkpoint.configuration());
    String text =
        "All that is gold does not glitter, not all those who wander are lost. ".repeat(9);
    try (GlmScorer whole = GlmScorer.open(folder, ScorerOptions.standard());
        GlmScorer strided =
            GlmScorer.open(folder, ScorerOptions.standard().withWindow(50).withStride(24))) {
      GlmScore expected = whole.score(text);
      GlmScore actual = strided.score(text);
      assertEquals(expected.tokens(), actual.tokens());
      assertEquals(expected.nllSum().orElseThrow(), actual.nllSum().orElseThrow(), 1e-3);
      for (int i = 0; i < expected.tokens(); i++) {
        assertEquals(expected.logProbabilities()[i], actual.logProbabilities()[i], 1e-5);
      }
    }
  }

  @Test
  void aPositionIsThePlaceInTheWindowThatScoresTheToken() throws IOException {
    write(0);
    int room = 50 - 2;
    for (int stride : new int[] {1, 24, 47, 48}) {
      try (GlmScorer scorer =
          GlmScorer.open(folder, ScorerOptions.standard().withWindow(50).withStride(stride))) {
        int done = 0;
        for (int start = 0; done < 500; start += stride) {
          for (; done < start + room; done++) {
            assertEquals(done - start, scorer.position(done));
          }
        }
      }
    }
  }

  @Test
  void aSequenceThatFitsTheWindowIsScoredTheSameWithAnyStride() throws IOException {
    write(1);
    int[] ids = new Random(SEED).ints(60, 0, VOCABULARY).toArray();
    GlmScore expected;
    try (GlmScorer scorer = GlmScorer.open(folder, ScorerOptions.standard())) {
      expected = scorer.scoreIds(ids);
    }
    try (GlmScorer scorer =
        GlmScorer.open(folder, ScorerOptions.standard().withWindow(60).withStride(3))) {
      assertEquals(expected, scorer.scoreIds(ids));
    }
  }

  @Test
  void optionsThatDoNotFitAreRefused() throws IOException {
    write(1);
    assertThrows(IllegalArgumentException.class, () -> ScorerOptions.standard().withWindow(3));
    assertThrows(
        IllegalArgumentException.class,
        () -> ScorerOptions.standard().withWindow(10).withStride(9));
    assertThrows(IllegalArgumentException.class, () -> ScorerOptions.standard().withStride(-1));
    assertThrows(
        IllegalArgumentException.class,
        () -> GlmScorer.open(folder, ScorerOptions.standard().withWindow(5000)));
  }

  @Test
  void aModelThatDoesNotFitIsRefusedWithTheFigureItNeeds() throws IOException {
    write(1);
    UnusableCheckpoint fault =
        assertThrows(
            UnusableCheckpoint.class,
            () -> GlmScorer.open(folder, ScorerOptions.standard().withMemoryBytes(100 << 20)));
    assertTrue(
        fault
            .getMessage()
            .matches(".*needs about 0\\.\\d GB.*but there are 0\\.1 GB; a smaller.*"));
  }

  @Test
  void buffersOfAllThreadsMustFit() throws IOException {
    write(1);
    ScorerOptions alone = ScorerOptions.standard().withMemoryBytes(1L << 30).withThreads(1);
    GlmScorer.open(folder, alone).close();
    UnusableCheckpoint fault =
        assertThrows(
            UnusableCheckpoint.class, () -> GlmScorer.open(folder, alone.withThreads(10_000)));
    assertTrue(fault.getMessage().contains("for each of 10000 sequences at a time"));
  }

  @Test
  void whatCannotBeScoredSaysWhy() throws IOException {
    write(1);
    try (GlmScorer scorer = GlmScorer.open(folder, ScorerOptions.standard())) {
      assertThrows(NotScorable.class, () -> scorer.score("half \ud83d"));
      assertThrows(NotScorable.class, () -> scorer.scoreIds(new int[] {1, VOCABULARY}));
      assertThrows(NotScorable.class, () -> scorer.scoreIds(new int[] {-1}));
    }
    Files.delete(folder.resolve("tokenizer.json"));
    try (GlmScorer scorer = GlmScorer.open(folder, ScorerOptions.standard())) {
      assertEquals(2, scorer.scoreIds(new int[] {1, 2, 3}).tokens());
      assertThrows(UnusableCheckpoint.class, () -> scorer.score("text"));
    }
    for (String broken : new String[] {"{", "[]", "{\"added_tokens\": []}", "{}"}) {
      Files.writeString(folder.resolve("tokenizer.json"), broken);
      try (GlmScorer scorer = GlmScorer.open(folder, ScorerOptions.standard())) {
        UnusableCheckpoint fault =
            assertThrows(UnusableCheckpoint.class, scorer::loadTokenizer, broken);
        assertTrue(fault.getMessage().contains("tokenizer.json"));
      }
    }
  }

  @Test
  void theScoreIsInNatsAndBits() {
    GlmScore score =
        new GlmScore(
            new double[] {-Math.log(2), -Math.log(8)}, new double[] {-1, -2, -3}, 2, 1.5, 8);
    assertEquals(4 * Math.log(2), score.nllSum().orElseThrow(), 1e-12);
    assertEquals(2 * Math.log(2), score.nllMean().orElseThrow(), 1e-12);
    assertEquals(4, score.perplexity().orElseThrow(), 1e-12);
    assertEquals(0.5, score.bitsPerByte().orElseThrow(), 1e-12);
    assertEquals(2, score.predictedNllMean().orElseThrow(), 1e-12);
    assertEquals(2.0 / 3, score.greedyAcceptance().orElseThrow(), 1e-12);
    assertEquals(0.5, score.expectedAcceptance().orElseThrow(), 1e-12);
  }

  private RandomCheckpoint write(int predictionLayers) throws IOException {
    RandomCheckpoint checkpoint =
        new RandomCheckpoint(
            new GlmConfiguration(
                32,
                2,
                4,
                2,
                8,
                VOCABULARY,
                48,
                24,
                8,
                2,
                1,
                1,
                1,
                1,
                true,
                1,
                true,
                true,
                4,
                1e4,
                1e-5,
                false,
                predictionLayers,
                4096),
            "F32",
            1,
            false,
            SEED);
    checkpoint.write(folder);
    ByteTokenizer.write(folder);
    return checkpoint;
  }

  /** Sets the matrices behind attention to zero, in place. */
  private void silenceAttention(GlmConfiguration configuration) throws IOException {
    Path file = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    JsonNode json =
        new ObjectMapper().readTree(new String(bytes, 8, header, StandardCharsets.UTF_8));
    for (int layer = 0; layer < configuration.layers(); layer++) {
      JsonNode offsets =
          json.get("model.layers." + layer + ".self_attn.o_proj.weight").get("data_offsets");
      Arrays.fill(
          bytes,
          8 + header + offsets.get(0).intValue(),
          8 + header + offsets.get(1).intValue(),
          (byte) 0);
    }
    Files.write(file, bytes);
  }
}
