package io.winnow.classifiers.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.classifiers.NearPairs;
import io.winnow.corpus.Digest;
import io.winnow.corpus.files.JsonLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The static model that Winnow brings. */
class StaticModelTest {
  private static final EmbeddingModel STATIC = EmbeddingModel.of(EmbeddingModel.STATIC);

  @Test
  void vectorsHaveLengthOneAndOfAnyTextThereIsOne() {
    for (String text :
        List.of("", " ", "\u0000", "\ud83d\ude00", "\ud83d", "a", "[SEP]", "\u4e2d\u6587")) {
      float[] vector = STATIC.embed(text, 256);
      assertEquals(EmbeddingModel.dimensions(EmbeddingModel.STATIC), vector.length);
      assertEquals(1, cosine(vector, vector), 1e-5, text);
    }
  }

  @Test
  void aVectorIsTheSameBitsWhateverIsEmbeddedBesides() {
    List<String> texts =
        IntStream.range(1, 60)
            .mapToObj(i -> "Bridge " + i + " over the river. ".repeat(i))
            .toList();
    List<float[]> alone = texts.stream().map(text -> STATIC.embed(text, 256)).toList();
    List<float[]> together = texts.parallelStream().map(text -> STATIC.embed(text, 256)).toList();
    for (int i = 0; i < alone.size(); i++) {
      assertArrayEquals(alone.get(i), together.get(i));
    }
  }

  @Test
  void theOrderOfWordsDoesNotCountAndTheWordsDo() {
    float[] text = STATIC.embed("the river floods the old town", 64);
    assertEquals(1, cosine(text, STATIC.embed("the old town floods the river", 64)), 1e-5);
    double same = cosine(text, STATIC.embed("a flood of the stream in the city", 64));
    double other = cosine(text, STATIC.embed("the bank raised its interest rates", 64));
    assertTrue(same > other + 0.2, same + " against " + other);
  }

  @Test
  void theCardIsOfThisModel() throws IOException {
    String folder = "/io/winnow/classifiers/models/static/";
    byte[] onnx = EmbeddingModel.class.getResourceAsStream(folder + "model.onnx").readAllBytes();
    byte[] card = EmbeddingModel.class.getResourceAsStream(folder + "card.md").readAllBytes();
    assertTrue(
        new String(card, StandardCharsets.UTF_8)
            .contains(new Digest().raw(onnx, 0, onnx.length).hex()));
    assertTrue(onnx.length < 8_200_000, "" + onnx.length);
  }

  /** On sentence pairs that people judged, none of which it was trained on: 0.772 against 0.818. */
  @Test
  @EnabledIfEnvironmentVariable(named = "WINNOW_DATA", matches = ".+")
  void itJudgesPairsOfSentencesNearlyAsTheTransformerDoes() throws IOException {
    List<JsonNode> pairs = lines("dedup/sts-semeval.jsonl.zst", 5);
    double[] people = pairs.stream().mapToDouble(pair -> pair.get("score").asDouble()).toArray();
    double cheap = spearman(people, cosines(STATIC, pairs));
    double dear = spearman(people, cosines(EmbeddingModel.of(EmbeddingModel.TRANSFORMER), pairs));
    assertTrue(dear > 0.80, "transformer " + dear);
    assertTrue(cheap > 0.75, "static " + cheap);
  }

  /** News articles in three levels of English each, none of which it was trained on: 41 of 48. */
  @Test
  @EnabledIfEnvironmentVariable(named = "WINNOW_DATA", matches = ".+")
  void itFindsTheNearPairsOfArticlesThatTheTransformerFinds() throws IOException {
    List<String> texts =
        lines("quality/onestopenglish.jsonl.zst", 2).stream()
            .map(line -> line.get("text").asText())
            .toList();
    NearPairs pairs =
        NearPairs.count(
                vectors(EmbeddingModel.of(EmbeddingModel.TRANSFORMER), texts),
                vectors(STATIC, texts),
                List.of(0.9))
            .get(0);
    assertTrue(pairs.wanted() > 20, "" + pairs);
    assertTrue(pairs.found() >= 0.8 * pairs.wanted(), "" + pairs);
    assertTrue(pairs.extra() <= 0.2 * pairs.wanted(), "" + pairs);
  }

  private static List<JsonNode> lines(String file, int every) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    JsonLines.read(
        System.getenv("WINNOW_DATA") + "/" + file,
        (number, object) -> {
          if (number % every == 0) {
            lines.add(object);
          }
        });
    return lines;
  }

  private static float[][] vectors(EmbeddingModel model, List<String> texts) {
    return texts.parallelStream().map(text -> model.embed(text, 256)).toArray(float[][]::new);
  }

  private static double[] cosines(EmbeddingModel model, List<JsonNode> pairs) {
    return pairs.parallelStream()
        .mapToDouble(
            pair ->
                cosine(
                    model.embed(pair.get("a").asText(), 64),
                    model.embed(pair.get("b").asText(), 64)))
        .toArray();
  }

  /** Correlation of ranks, equal values at their mean rank. */
  private static double spearman(double[] a, double[] b) {
    double[] x = ranks(a);
    double[] y = ranks(b);
    double mean = (x.length - 1) / 2.0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - mean) * (y[i] - mean);
      xx += (x[i] - mean) * (x[i] - mean);
      yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static double[] ranks(double[] values) {
    Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
