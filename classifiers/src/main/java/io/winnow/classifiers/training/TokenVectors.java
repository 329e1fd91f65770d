package io.winnow.classifiers.training;

import io.winnow.corpus.Chance;
import java.util.Arrays;

/**
 * Vectors of tokens whose sum over a text points where a teacher's vector of the text does. They
 * begin as the teacher's vectors of the tokens alone, about their mean, weighted by frequency
 * (Arora, Liang and Ma, 2017: a / (a + p)); then each text in turn moves the vectors of its tokens
 * along the gradient of the cosine, by a step that grows smaller for a token as it moves (Adagrad,
 * one step size a token). So a token that no text holds stays where it began, and how long a vector
 * becomes says how much its token counts. Deterministic: one thread, an order by seed.
 */
final class TokenVectors {
  /** Tokens that make up more of the texts than this share count less than half. */
  private static final double FREQUENT = 1e-3;

  private static final double RATE = 3e-3;
  private static final double NOTHING = 1e-8;

  private final float[][] vectors;
  private final double[] moved;

  /**
   * @param alone the teacher's vectors of the tokens by themselves; shape (tokens, dimensions)
   * @param counts how often each token is in the texts
   */
  TokenVectors(float[][] alone, long[] counts) {
    int dimensions = alone[0].length;
    double[] mean = new double[dimensions];
    for (float[] vector : alone) {
      for (int i = 0; i < dimensions; i++) {
        mean[i] += (double) vector[i] / alone.length;
      }
    }
    double all = Arrays.stream(counts).sum();
    vectors = new float[alone.length][dimensions];
    moved = new double[alone.length];
    for (int token = 0; token < alone.length; token++) {
      // Half a time for those that were not seen.
      double share = (counts[token] + 0.5) / all;
      double weight = FREQUENT / (FREQUENT + share);
      for (int i = 0; i < dimensions; i++) {
        vectors[token][i] = (float) (weight * (alone[token][i] - mean[i]));
      }
    }
  }

  /** Shape (tokens, dimensions); not a copy. */
  float[][] vectors() {
    return vectors;
  }

  /**
   * Learns from texts, again and again, in an order that changes.
   *
   * @param texts ids of the tokens of each
   * @param wanted the teacher's vectors, of length 1; shape (texts, dimensions)
   */
  void fit(long[][] texts, float[][] wanted, int rounds, long seed) {
    int[] order = new int[texts.length];
    Arrays.setAll(order, i -> i);
    long random = seed;
    float[] sum = new float[vectors[0].length];
    for (int round = 0; round < rounds; round++) {
      for (int i = order.length - 1; i > 0; i--) {
        random = Chance.mix(random + 0x9E3779B97F4A7C15L);
        int other = (int) Long.remainderUnsigned(random, i + 1);
        int text = order[i];
        order[i] = order[other];
        order[other] = text;
      }
      double rate = RATE * (rounds - round) / rounds;
      for (int text : order) {
        step(texts[text], wanted[text], rate, sum);
      }
    }
  }

  /**
   * @param sum overwritten
   */
  private void step(long[] ids, float[] wanted, double rate, float[] sum) {
    Arrays.fill(sum, 0);
    for (long id : ids) {
      float[] vector = vectors[(int) id];
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vector[i];
      }
    }
    double squares = 0;
    double product = 0;
    for (int i = 0; i < sum.length; i++) {
      squares += (double) sum[i] * sum[i];
      product += (double) sum[i] * wanted[i];
    }
    double length = Math.sqrt(squares) + NOTHING;
    double cosine = product / length;
    // The gradient of the cosine times the length of the sum, so that long texts learn as fast.
    double size = 0;
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (float) (wanted[i] - cosine * sum[i] / length);
      size += (double) sum[i] * sum[i];
    }
    size /= sum.length;
    for (long id : ids) {
      int token = (int) id;
      moved[token] += size;
      float pace = (float) (rate / Math.sqrt(moved[token] + NOTHING));
      float[] vector = vectors[token];
      for (int i = 0; i < sum.length; i++) {
        vector[i] += pace * sum[i];
      }
    }
  }
}
