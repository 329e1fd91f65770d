package io.winnow.glm.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KneserNeyTest {
  private static final int VOCABULARY = 12;

  @Test
  void probabilitiesAddUpToOneAfterAnyContext() {
    KneserNey model = new KneserNey(5, VOCABULARY, documents(new Random(45), 40, 30));
    Random random = new Random(46);
    for (int i = 0; i < 200; i++) {
      int[] tokens = document(random, 3 + random.nextInt(10));
      int at = tokens.length - 1;
      double sum = 0;
      for (int token = 0; token < VOCABULARY; token++) {
        tokens[at] = token;
        double probability = model.probability(tokens, at);
        assertTrue(probability > 0);
        sum += probability;
      }
      assertEquals(1, sum, 1e-9);
    }
  }

  @Test
  void probabilitiesAreThoseOfTheFormulaOverSets() {
    List<int[]> documents = documents(new Random(45), 30, 25);
    for (int order = 1; order <= 4; order++) {
      KneserNey model = new KneserNey(order, VOCABULARY, documents);
      Slow slow = new Slow(order, documents);
      Random random = new Random(46);
      for (int i = 0; i < 100; i++) {
        int[] tokens = document(random, 3 + random.nextInt(8));
        int at = tokens.length - 1;
        assertEquals(slow.probability(tokens, at), model.probability(tokens, at), 1e-12);
      }
    }
  }

  @Test
  void aLongerContextHelpsWhereTextRepeats() {
    List<int[]> documents = List.of(document(new Random(45), 400));
    double one = new KneserNey(1, VOCABULARY, documents).negativeLogLikelihood(documents.get(0));
    double five = new KneserNey(5, VOCABULARY, documents).negativeLogLikelihood(documents.get(0));
    assertTrue(five < 0.7 * one, five + " against " + one);
  }

  /** The definition, with lists as keys and counts looked up where they are needed. */
  private static final class Slow {
    private final int order;
    private final List<Map<List<Integer>, Integer>> counts = new ArrayList<>();

    Slow(int order, List<int[]> documents) {
      this.order = order;
      for (int n = 0; n <= order; n++) {
        counts.add(new HashMap<>());
      }
      for (int n = 1; n <= order; n++) {
        Map<List<Integer>, Set<Integer>> before = new HashMap<>();
        for (int[] tokens : documents) {
          for (int end = 3; end <= tokens.length; end++) {
            if (n > end) {
              continue;
            }
            List<Integer> gram = list(tokens, end - n, end);
            if (n == order || n == end) {
              counts.get(n).merge(gram, 1, Integer::sum);
            } else {
              before.computeIfAbsent(gram, g -> new HashSet<>()).add(tokens[end - n - 1]);
            }
          }
        }
        Map<List<Integer>, Integer> sums = counts.get(n);
        before.forEach((gram, tokens) -> sums.merge(gram, tokens.size(), Integer::sum));
      }
    }

    double probability(int[] tokens, int at) {
      return probability(tokens, at, Math.min(order, at + 1));
    }

    private double probability(int[] tokens, int at, int n) {
      if (n == 0) {
        return 1.0 / VOCABULARY;
      }
      double shorter = probability(tokens, at, n - 1);
      List<Integer> context = list(tokens, at - n + 1, at);
      double sum = 0;
      double left = 0;
      double own = 0;
      double[] discount = discounts(n);
      for (int token = 0; token < VOCABULARY; token++) {
        List<Integer> gram = new ArrayList<>(context);
        gram.add(token);
        int count = counts.get(n).getOrDefault(gram, 0);
        sum += count;
        left += discount[Math.min(3, count)];
        if (token == tokens[at]) {
          own = count - discount[Math.min(3, count)];
        }
      }
      return sum == 0 ? shorter : (own + left * shorter) / sum;
    }

    private double[] discounts(int n) {
      double[] of = new double[5];
      for (int count : counts.get(n).values()) {
        if (count <= 4) {
          of[count]++;
        }
      }
      double y = of[1] / Math.max(1, of[1] + 2 * of[2]);
      double[] discounts = new double[4];
      for (int i = 1; i <= 3; i++) {
        double next = of[i] == 0 ? 0 : of[i + 1] / of[i];
        discounts[i] = Math.max(0, Math.min(i, i - (i + 1) * y * next));
      }
      return discounts;
    }

    private static List<Integer> list(int[] tokens, int from, int to) {
      List<Integer> list = new ArrayList<>();
      for (int i = from; i < to; i++) {
        list.add(tokens[i]);
      }
      return list;
    }
  }

  private static List<int[]> documents(Random random, int count, int length) {
    List<int[]> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      documents.add(document(random, length));
    }
    return documents;
  }

  /** Two tokens of a beginning, then tokens of which each mostly decides the next. */
  private static int[] document(Random random, int length) {
    int[] tokens = new int[length];
    tokens[0] = 10;
    tokens[1] = 11;
    for (int i = 2; i < length; i++) {
      tokens[i] = random.nextInt(4) > 0 ? (tokens[i - 1] * 3 + 1) % 10 : random.nextInt(10);
    }
    return tokens;
  }
}
