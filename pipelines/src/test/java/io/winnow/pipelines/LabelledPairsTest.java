package io.winnow.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.dedup.sketch.ExactSimilarity;
import io.winnow.dedup.sketch.MinHashParameters;
import io.winnow.dedup.sketch.Signatures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What each method of finding copies says of pairs that others have labelled, pair by pair: before
 * survivors are chosen, and without the borders of cells. The table is printed, and kept in {@code
 * benchmarks/README.md}; methods that nothing is asked of are in it where {@code WINNOW_TABLES} is
 * set.
 */
@Tag("slow")
class LabelledPairsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MinHashParameters MINHASH = MinHashParameters.standard();
  private static final int TOKENS = 256;
  private static final int STS_PAIRS = 1500;

  private Path folder = Path.of("");

  /** A text with what the methods see of it. */
  private record Seen(String text, byte @Nullable [] signature, float @Nullable [] vector) {}

  private record Pair(Seen a, Seen b, boolean copies) {}

  /** Right and wrong answers. */
  private record Score(int found, int wrong, int missed) {
    double precision() {
      return found + wrong == 0 ? 1 : (double) found / (found + wrong);
    }

    double recall() {
      return (double) found / (found + missed);
    }

    double f1() {
      return 2.0 * found / (2.0 * found + wrong + missed);
    }
  }

  @BeforeEach
  void findData() {
    String data = System.getenv("WINNOW_DATA");
    assumeTrue(data != null, "SKIPPED: WINNOW_DATA does not name the folder of labelled pairs");
    folder = Path.of(String.valueOf(data), "dedup");
  }

  @Test
  void plagiarisedArticlesAreFoundByMinHashAndByMeaning() throws IOException {
    Map<String, String> files = tar("articles_1000.tar.zst");
    Map<String, Integer> numbers = new HashMap<>();
    List<String> texts = new ArrayList<>();
    for (String line : text(files, "articles_1000.train").split("\n")) {
      int space = line.indexOf(' ');
      numbers.put(line.substring(0, space), texts.size());
      texts.add(line.substring(space + 1));
    }
    Map<Long, Boolean> truth = new HashMap<>();
    for (String line : text(files, "articles_1000.truth").split("\n")) {
      String[] ids = line.split(" ");
      truth.put(key(number(numbers, ids[0]), number(numbers, ids[1])), true);
    }
    assertEquals(10, truth.size());
    Map<String, Score> scores = score("articles", allPairs(see(texts, true), truth));
    assertFloor(scores, "MinHash, J >= 0.7", 1, 1);
    assertFloor(scores, "SemDeDup, 0.85", 1, 1);
  }

  /**
   * Truth is what others computed by brute force, with punctuation among the words. At 0.7, bands
   * find 0.78 of the pairs.
   */
  @Test
  void versionsOfFilesAreFoundByMinHash() throws IOException {
    Map<String, Integer> numbers = new HashMap<>();
    List<String> texts = new ArrayList<>();
    for (JsonNode line : lines("code-versions.jsonl.zst")) {
      numbers.put(line.get("id").asText(), texts.size());
      texts.add(line.get("text").asText());
    }
    Map<Long, Boolean> truth = new HashMap<>();
    for (JsonNode pair : lines("code-versions.pairs.jsonl.zst")) {
      if (pair.get("jaccard5").asDouble() >= 0.7) {
        int a = number(numbers, pair.get("a").asText());
        truth.put(key(a, number(numbers, pair.get("b").asText())), true);
      }
    }
    assertTrue(truth.size() > 1000, "pairs: " + truth.size());
    List<Seen> seen = see(texts, System.getenv("WINNOW_TABLES") != null);
    Map<String, Score> scores = score("code versions, J >= 0.7", allPairs(seen, truth));
    assertFloor(scores, "MinHash, J >= 0.7", 0.98, 0.72);
    assertFloor(scores, "MinHash, J >= 0.8", 0.98, 0.52);
  }

  /** Three of four pairs are copies: to the model, programs for one task are alike in any case. */
  @Test
  void disguisedProgramsAreBeyondBothMethods() throws IOException {
    Map<String, String> originals = new HashMap<>();
    List<JsonNode> lines = lines("irplag-java.jsonl.zst");
    for (JsonNode line : lines) {
      if (line.get("kind").asText().equals("original")) {
        originals.put(line.get("case").asText(), line.get("text").asText());
      }
    }
    List<String> left = new ArrayList<>();
    List<String> right = new ArrayList<>();
    List<Boolean> copies = new ArrayList<>();
    for (JsonNode line : lines) {
      if (!line.get("kind").asText().equals("original")) {
        left.add(String.valueOf(originals.get(line.get("case").asText())));
        right.add(line.get("text").asText());
        copies.add(line.get("kind").asText().equals("plagiarized"));
      }
    }
    Map<String, Score> scores = score("irplag-java", pairs(left, right, copies));
    assertFloor(scores, "MinHash, J >= 0.7", 1, 0.03);
    assertFloor(scores, "SemDeDup, 0.85", 0.7, 0.35);
  }

  @Test
  void sentencesThatPeopleFindAlikeAreFoundByMeaningOnly() throws IOException {
    List<JsonNode> all = lines("sts-semeval.jsonl.zst");
    List<String> left = new ArrayList<>();
    List<String> right = new ArrayList<>();
    List<Boolean> copies = new ArrayList<>();
    for (int i = 0; i < STS_PAIRS; i++) {
      JsonNode pair = all.get((int) ((long) all.size() * i / STS_PAIRS));
      left.add(pair.get("a").asText());
      right.add(pair.get("b").asText());
      copies.add(pair.get("score").asDouble() >= 4);
    }
    Map<String, Score> scores = score("sts-semeval, score >= 4", pairs(left, right, copies));
    assertFloor(scores, "SemDeDup, 0.8", 0.58, 0.62);
    assertFloor(scores, "SemDeDup, 0.95", 0.88, 0.11);
    assertTrue(recall(scores, "MinHash, J >= 0.7") < 0.05, "MinHash finds few: " + scores);
  }

  private static void assertFloor(
      Map<String, Score> scores, String method, double precision, double recall) {
    Score score = scores.get(method);
    assertTrue(
        score != null && score.precision() >= precision && score.recall() >= recall,
        method + ": " + score + ", at least " + precision + " and " + recall + " are expected");
  }

  private static double recall(Map<String, Score> scores, String method) {
    Score score = scores.get(method);
    return score == null ? Double.NaN : score.recall();
  }

  private static Map<String, Score> score(String data, List<Pair> pairs) {
    Map<String, BiPredicate<Seen, Seen>> methods = new LinkedHashMap<>();
    methods.put("exact", (a, b) -> a.text.equals(b.text));
    for (double jaccard : new double[] {0.7, 0.8}) {
      methods.put("MinHash, J >= " + jaccard, (a, b) -> near(a, b, jaccard));
    }
    if (pairs.get(0).a.vector != null) {
      for (double cosine : new double[] {0.8, 0.85, 0.9, 0.95}) {
        methods.put("SemDeDup, " + cosine, (a, b) -> alike(a, b, cosine));
      }
    }
    long positive = pairs.stream().filter(Pair::copies).count();
    System.out.printf("%s: %,d pairs, %,d of copies%n", data, pairs.size(), positive);
    System.out.printf("| method | precision | recall | F1 |%n|---|---|---|---|%n");
    Map<String, Score> scores = new LinkedHashMap<>();
    methods.forEach(
        (name, method) -> {
          Score score = score(pairs, method);
          scores.put(name, score);
          System.out.printf(
              "| %s | %.3f | %.3f | %.3f |%n", name, score.precision(), score.recall(), score.f1());
        });
    return scores;
  }

  private static Score score(List<Pair> pairs, BiPredicate<Seen, Seen> method) {
    int[] counts =
        pairs.parallelStream()
            .map(
                pair -> {
                  boolean said = method.test(pair.a, pair.b);
                  return new int[] {
                    said && pair.copies ? 1 : 0,
                    said && !pair.copies ? 1 : 0,
                    !said && pair.copies ? 1 : 0
                  };
                })
            .reduce(new int[3], (x, y) -> new int[] {x[0] + y[0], x[1] + y[1], x[2] + y[2]});
    return new Score(counts[0], counts[1], counts[2]);
  }

  /** Whether two texts share a band, and are as similar as they have to be. */
  private static boolean near(Seen a, Seen b, double jaccard) {
    byte[] first = a.signature;
    byte[] second = b.signature;
    if (first == null || second == null) {
      return false;
    }
    int band = MINHASH.rows() * Long.BYTES;
    for (int at = 0; at < first.length; at += band) {
      if (Arrays.equals(first, at, at + band, second, at, at + band)) {
        return ExactSimilarity.of(a.text, b.text, MINHASH.shingle()) >= jaccard;
      }
    }
    return false;
  }

  private static boolean alike(Seen a, Seen b, double cosine) {
    float[] first = Objects.requireNonNull(a.vector);
    float[] second = Objects.requireNonNull(b.vector);
    double product = 0;
    for (int i = 0; i < first.length; i++) {
      product += (double) first[i] * second[i];
    }
    return product >= cosine;
  }

  /**
   * @param embedded false spares the vectors
   */
  private static List<Seen> see(List<String> texts, boolean embedded) {
    EmbeddingModel model = EmbeddingModel.of("minilm");
    Map<String, Seen> seen =
        texts.parallelStream()
            .distinct()
            .collect(
                Collectors.toConcurrentMap(
                    text -> text,
                    text ->
                        new Seen(
                            text,
                            (byte[]) new Signatures(MINHASH).row(text)[0],
                            embedded ? model.embed(text, TOKENS) : null)));
    return texts.stream().map(text -> Objects.requireNonNull(seen.get(text))).toList();
  }

  private static List<Pair> pairs(List<String> left, List<String> right, List<Boolean> copies) {
    List<String> both = new ArrayList<>(left);
    both.addAll(right);
    List<Seen> seen = see(both, true);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      pairs.add(new Pair(seen.get(i), seen.get(left.size() + i), copies.get(i)));
    }
    return pairs;
  }

  private static List<Pair> allPairs(List<Seen> all, Map<Long, Boolean> truth) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        pairs.add(new Pair(all.get(i), all.get(j), truth.containsKey(key(i, j))));
      }
    }
    return pairs;
  }

  private static long key(int a, int b) {
    return ByteBuffer.allocate(8).putInt(Math.max(a, b)).putInt(Math.min(a, b)).getLong(0);
  }

  private static int number(Map<String, Integer> numbers, String id) {
    Integer number = numbers.get(id);
    assertTrue(number != null, id + " is no document");
    return number == null ? -1 : number;
  }

  private static String text(Map<String, String> files, String name) {
    String text = files.get(name);
    assertTrue(text != null, name + " is missing");
    return String.valueOf(text);
  }

  private List<JsonNode> lines(String file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (InputStream bytes = open(file)) {
      for (String line : new String(bytes.readAllBytes(), UTF_8).split("\n")) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }

  private Map<String, String> tar(String file) throws IOException {
    Map<String, String> files = new HashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(open(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        files.put(entry.getName(), new String(tar.readAllBytes(), UTF_8));
      }
    }
    return files;
  }

  private InputStream open(String file) throws IOException {
    return new ZstdInputStream(Files.newInputStream(folder.resolve(file)));
  }
}
