package io.winnow.dedup.sketch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
    assertTrue(similarity(signatures, "two words", "other words") < 0.2);
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
      double error = similarity(signatures, a, b) - exact;
      bias += error / pairs;
      worst = Math.max(worst, Math.abs(error));
    }
    // 126 hashes: a standard deviation of at most 0.045 each, 0.0026 for the mean of 300.
    assertTrue(Math.abs(bias) < 0.01, "bias " + bias + ", seed " + seed);
    assertTrue(worst < 0.2, "worst " + worst + ", seed " + seed);
  }

  /** A signature from its definition, over sets of lists of strings. */
  @Test
  void aSignatureIsTheSketchOfTheSetOfShingles() {
    String text = "The cat saw the dog, and the cat saw 語語 the Dog and ran";
    List<String> words =
        List.of(
            "the", "cat", "saw", "the", "dog", "and", "the", "cat", "saw", "語", "語", "the", "dog",
            "and", "ran");
    for (int shingle : new int[] {1, 3, 15, 20}) {
      for (int bands : new int[] {1, 5, 40}) {
        Set<List<String>> shingles = new HashSet<>();
        int size = Math.min(shingle, words.size());
        for (int i = 0; i + size <= words.size(); i++) {
          shingles.add(words.subList(i, i + size));
        }
        assertArrayEquals(
            sketch(shingles, bands * 4),
            new Signatures(new MinHashParameters(shingle, bands, 4)).of(text));
      }
    }
  }

  private static long[] sketch(Set<List<String>> shingles, int buckets) {
    Map<Integer, Long> found = new TreeMap<>();
    for (int round = 0; found.size() < buckets; round++) {
      Map<Integer, Long> now = new TreeMap<>();
      for (List<String> shingle : shingles) {
        long hash = 0;
        for (String word : shingle) {
          hash = hash * 0xD1342543DE82EF95L + WordsTest.hash(word);
        }
        hash = Hashes.mix(hash);
        hash = round == 0 ? hash : Hashes.mix(hash + round);
        int bucket =
            new BigInteger(Long.toUnsignedString(hash >>> 32))
                .multiply(BigInteger.valueOf(buckets))
                .shiftRight(32)
                .intValue();
        now.merge(round < buckets ? bucket : round - buckets, hash, Math::min);
      }
      now.forEach(found::putIfAbsent);
    }
    return found.values().stream().mapToLong(hash -> hash).toArray();
  }

  /** At all lengths, short ones above all, where one hash function for all buckets is weak. */
  @Test
  void estimatesAreAtLeastAsGoodAsThoseOfLucenesFilter() {
    Signatures own = new Signatures(new MinHashParameters(5, 18, 7));
    Signatures lucene = new Signatures(new MinHashParameters(5, 18, 7, true));
    Random random = new Random(45);
    for (int length : new int[] {12, 30, 60, 120, 300, 1_000}) {
      double ours = 0;
      double theirs = 0;
      double expected = 0;
      int pairs = 400;
      for (int i = 0; i < pairs; i++) {
        List<String> words = new ArrayList<>();
        for (int j = 0; j < length; j++) {
          words.add("w" + random.nextInt(50_000));
        }
        List<String> changed = new ArrayList<>(words);
        for (int j = 1 + random.nextInt(1 + length / 15); j > 0; j--) {
          changed.set(random.nextInt(length), "x" + random.nextInt(50_000));
        }
        String a = String.join(" ", words);
        String b = String.join(" ", changed);
        double exact = ExactSimilarity.of(a, b, 5);
        ours += square(similarity(own, a, b) - exact) / pairs;
        theirs += square(similarity(lucene, a, b) - exact) / pairs;
        expected += exact * (1 - exact) / 126 / pairs;
      }
      // That of independent hashes at most; what a sample of 400 says is a tenth off or so.
      assertTrue(ours < 1.2 * expected, length + " words: " + ours + " of " + expected);
      assertTrue(ours < 1.2 * theirs, length + " words: " + ours + ", Lucene's " + theirs);
    }
  }

  @Test
  void bandsAndRowsAreDerivedFromATarget() {
    // The S-curve of 18 x 7 has 0.98 at 0.8; 13 bands of 7 are enough for 0.95.
    assertEquals(
        new MinHashParameters(5, 13, 7), MinHashParameters.forTarget(5, 0.8, 0.95, 128, false));
    for (double similarity : new double[] {0.3, 0.6, 0.85, 1}) {
      for (double recall : new double[] {0.5, 0.9, 0.999}) {
        for (int hashes : new int[] {20, 128}) {
          MinHashParameters found =
              MinHashParameters.forTarget(5, similarity, recall, hashes, false);
          assertTrue(found.hashes() <= hashes);
          assertTrue(found.meetingProbability(similarity) >= recall);
          MinHashParameters fewer =
              new MinHashParameters(5, Math.max(1, found.bands() - 1), found.rows());
          assertTrue(found.bands() == 1 || fewer.meetingProbability(similarity) < recall);
          for (int rows = found.rows() + 1; rows <= hashes; rows++) {
            MinHashParameters steeper = new MinHashParameters(5, hashes / rows, rows);
            assertTrue(steeper.meetingProbability(similarity) < recall, found + " " + rows);
          }
        }
      }
    }
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> MinHashParameters.forTarget(5, 0.1, 0.999, 10, false))
            .getMessage()
            .contains("10 hashes find at most 0.651"));
  }

  private static double similarity(Signatures signatures, String a, String b) {
    long[] first = required(signatures.of(a));
    long[] second = required(signatures.of(b));
    long equal = IntStream.range(0, first.length).filter(i -> first[i] == second[i]).count();
    return (double) equal / first.length;
  }

  private static double square(double value) {
    return value * value;
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
    // FineWeb's: arXiv 2406.17557, section 3.4.
    MinHashParameters fineweb = new MinHashParameters(5, 14, 8);
    double[] similarities = {0.5, 0.6, 0.7, 0.75, 0.8, 0.85};
    double[] published = {.053, .211, .565, .772, .924, .988};
    for (int i = 0; i < published.length; i++) {
      assertEquals(published[i], fineweb.meetingProbability(similarities[i]), 0.0006);
    }
    assertEquals(new MinHashParameters(5, 18, 7), MinHashParameters.standard());
    assertEquals(0.98, MinHashParameters.standard().meetingProbability(0.8), 0.006);
  }

  private static long[] required(long[] signature) {
    assertNotNull(signature);
    return signature;
  }
}
