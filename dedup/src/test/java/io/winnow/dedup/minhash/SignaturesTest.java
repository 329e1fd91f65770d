package io.winnow.dedup.minhash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignaturesTest {
  private final Signatures signatures = new Signatures(MinHashParameters.standard());

  @Test
  void equalTextsHaveEqualSignaturesWhateverCaseAndPunctuation() {
    assertArrayEquals(
        signatures.of("The quick brown fox jumps over the lazy dog."),
        signatures.of("the QUICK brown, fox jumps (over) the lazy dog"));
  }

  @Test
  void signaturesDoNotDependOnWhereAShingleStands() {
    Signatures single = new Signatures(new MinHashParameters(1, 4, 4));
    assertArrayEquals(single.of("a b c d e f"), single.of("f d b a c e a a"));
  }

  @Test
  void aShortTextIsOneShingleAndATextWithoutWordsHasNone() {
    assertNotNull(signatures.of("two words"));
    assertArrayEquals(signatures.of("Two, words"), signatures.of("two words"));
    assertTrue(
        Signatures.similarity(
                required(signatures.bytes("two words")), required(signatures.bytes("other words")))
            < 0.2);
    assertNull(signatures.of(""));
    assertNull(signatures.of(" ... !"));
  }

  @Test
  void theOrderOfTextsDoesNotMatter() {
    long[] first = signatures.of("some text that is measured before another one");
    signatures.of("x");
    signatures.of("");
    assertArrayEquals(first, signatures.of("some text that is measured before another one"));
  }

  @Test
  void estimatesLieAroundTheExactSimilarity() {
    long seed = 31;
    Random random = new Random(seed);
    double bias = 0;
    double worst = 0;
    int pairs = 300;
    for (int i = 0; i < pairs; i++) {
      List<String> words = new ArrayList<>();
      for (int j = 0; j < 600; j++) {
        words.add("w" + random.nextInt(5000));
      }
      List<String> changed = new ArrayList<>(words);
      for (int j = random.nextInt(60); j > 0; j--) {
        changed.set(random.nextInt(changed.size()), "x" + random.nextInt(5000));
      }
      String a = String.join(" ", words);
      String b = String.join(" ", changed);
      double exact = ExactSimilarity.of(a, b, 5);
      double error =
          Signatures.similarity(required(signatures.bytes(a)), required(signatures.bytes(b)))
              - exact;
      bias += error / pairs;
      worst = Math.max(worst, Math.abs(error));
    }
    // 126 hashes: a standard deviation of at most 0.045 each, 0.0026 for the mean of 300.
    assertTrue(Math.abs(bias) < 0.01, "bias " + bias + ", seed " + seed);
    assertTrue(worst < 0.2, "worst " + worst + ", seed " + seed);
  }

  @Test
  void theExactSimilarityIsThatOfTheWorkedExample() {
    // Shingles of two: {a b, b c, c d} and {b c, c d, d e}: two shared of four.
    assertEquals(0.5, ExactSimilarity.of("a b c d", "b c d e", 2));
    assertEquals(1, ExactSimilarity.of("a", "A", 5));
    assertEquals(0, ExactSimilarity.of("", "", 5));
  }

  @Test
  void publishedParametersMeetAsPublished() {
    MinHashParameters fineweb = MinHashParameters.fineweb();
    double[] similarities = {0.5, 0.6, 0.7, 0.75, 0.8, 0.85};
    double[] published = {.053, .211, .565, .772, .924, .988};
    for (int i = 0; i < published.length; i++) {
      assertEquals(published[i], fineweb.meetingProbability(similarities[i]), 0.0006);
    }
    assertEquals(new MinHashParameters(5, 18, 7), MinHashParameters.standard());
    assertEquals(0.98, MinHashParameters.standard().meetingProbability(0.8), 0.006);
  }

  private static byte[] required(byte[] signature) {
    assertNotNull(signature);
    return signature;
  }
}
