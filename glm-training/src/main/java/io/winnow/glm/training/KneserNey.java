package io.winnow.glm.training;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Chance;
import java.util.ArrayList;
import java.util.List;

/**
 * An n-gram model with interpolated modified Kneser-Ney smoothing [1], over the same tokens that
 * the GLM sees: the baseline it has to beat. N-grams of the highest order, and those at the
 * beginning of a document, are counted as often as they occur; the others by how many different
 * tokens come before them. The lowest order is interpolated with the uniform distribution.
 *
 * <p>N-grams are kept by 64 mixed bits; that two of ten million share them has a chance of one in
 * four hundred thousand.
 *
 * <p>[1] Chen and Goodman (1998), An empirical study of smoothing techniques for language modeling,
 * section 3: equations for D1, D2, D3+.
 */
final class KneserNey {
  private final int order;
  private final int vocabulary;
  private final List<Counts> grams = new ArrayList<>();
  private final List<Contexts> contexts = new ArrayList<>();

  /** Discounts of counts of one, two, and three or more, by order. */
  private final double[][] discounts;

  /**
   * @param order tokens of the longest n-gram
   * @param vocabulary different tokens that may come
   * @param documents each as it is predicted, with two tokens at its beginning that are not
   */
  KneserNey(int order, int vocabulary, List<int[]> documents) {
    require(order >= 1, "the order must be at least 1, but was %s", order);
    this.order = order;
    this.vocabulary = vocabulary;
    discounts = new double[order + 1][4];
    for (int n = 0; n <= order; n++) {
      grams.add(new Counts());
      contexts.add(new Contexts());
    }
    documents.forEach(this::count);
    documents.forEach(this::sumUp);
    for (int n = 1; n <= order; n++) {
      discounts[n] = grams.get(n).discounts();
    }
  }

  /** Hash of the n tokens that end before {@code end}. */
  private static long key(int[] tokens, int end, int n) {
    long hash = n;
    for (int i = end - n; i < end; i++) {
      hash = Chance.mix(hash + 0x9E3779B97F4A7C15L * (tokens[i] + 1));
    }
    // Zero marks an empty place.
    return hash == 0 ? 1 : hash;
  }

  private void count(int[] tokens) {
    for (int end = 3; end <= tokens.length; end++) {
      // A shorter one gains a token before it only where the longer one is new.
      for (int n = Math.min(order, end); n >= 1; n--) {
        if (!grams.get(n).add(key(tokens, end, n))) {
          break;
        }
      }
    }
  }

  private void sumUp(int[] tokens) {
    for (int end = 3; end <= tokens.length; end++) {
      for (int n = 1; n <= Math.min(order, end); n++) {
        int count = grams.get(n).take(key(tokens, end, n));
        if (count > 0) {
          contexts.get(n).add(key(tokens, end - 1, n - 1), count);
        }
      }
    }
  }

  /** The probability of a token after those before it. */
  double probability(int[] tokens, int at) {
    double probability = 1.0 / vocabulary;
    for (int n = 1; n <= Math.min(order, at + 1); n++) {
      Contexts all = contexts.get(n);
      int place = all.find(key(tokens, at, n - 1));
      if (place < 0) {
        break;
      }
      double sum = all.sums[place];
      double[] discount = discounts[n];
      int count = grams.get(n).get(key(tokens, at + 1, n));
      double left =
          discount[1] * all.ones[place]
              + discount[2] * all.twos[place]
              + discount[3] * all.more[place];
      double own = count == 0 ? 0 : count - discount[Math.min(3, count)];
      probability = (own + left * probability) / sum;
    }
    return probability;
  }

  /**
   * Sum of the negative logarithms of all tokens but the first two.
   *
   * @return natural logs
   */
  double negativeLogLikelihood(int[] tokens) {
    double sum = 0;
    for (int at = 2; at < tokens.length; at++) {
      sum -= Math.log(probability(tokens, at));
    }
    return sum;
  }

  /** Counts by key: open addressing, at most two thirds full. */
  private static final class Counts {
    private long[] keys = new long[1 << 10];
    private int[] counts = new int[1 << 10];
    private int size;

    /** Adds one; says whether the key is new. */
    boolean add(long key) {
      if (3L * size > 2L * keys.length) {
        grow();
      }
      int place = place(keys, key);
      boolean isNew = keys[place] == 0;
      if (isNew) {
        keys[place] = key;
        size++;
      }
      counts[place]++;
      return isNew;
    }

    int get(long key) {
      return Math.abs(counts[place(keys, key)]);
    }

    /** The count on the first call for a key, then 0. */
    int take(long key) {
      int place = place(keys, key);
      int count = counts[place];
      counts[place] = -Math.abs(count);
      return Math.max(0, count);
    }

    /** From the numbers of n-grams that occur once to four times. */
    double[] discounts() {
      double[] occurring = new double[5];
      for (int count : counts) {
        if (count != 0 && Math.abs(count) <= 4) {
          occurring[Math.abs(count)]++;
        }
      }
      double y = occurring[1] / Math.max(1, occurring[1] + 2 * occurring[2]);
      double[] discounts = new double[4];
      for (int i = 1; i <= 3; i++) {
        double next = occurring[i] == 0 ? 0 : occurring[i + 1] / occurring[i];
        // Tiny samples can give numbers outside of what a discount may be.
        discounts[i] = Math.max(0, Math.min(i, i - (i + 1) * y * next));
      }
      return discounts;
    }

    private void grow() {
      long[] oldKeys = keys;
      int[] oldCounts = counts;
      keys = new long[2 * oldKeys.length];
      counts = new int[2 * oldKeys.length];
      for (int i = 0; i < oldKeys.length; i++) {
        if (oldKeys[i] != 0) {
          int place = place(keys, oldKeys[i]);
          keys[place] = oldKeys[i];
          counts[place] = oldCounts[i];
        }
      }
    }
  }

  /** What follows a context: the sum of counts, and how many of them are 1, 2, and more. */
  private static final class Contexts {
    private long[] keys = new long[1 << 10];
    private int[] sums = new int[1 << 10];
    private int[] ones = new int[1 << 10];
    private int[] twos = new int[1 << 10];
    private int[] more = new int[1 << 10];
    private int size;

    void add(long key, int count) {
      if (3L * size > 2L * keys.length) {
        grow();
      }
      int place = place(keys, key);
      if (keys[place] == 0) {
        keys[place] = key;
        size++;
      }
      sums[place] += count;
      int[] which = count == 1 ? ones : count == 2 ? twos : more;
      which[place]++;
    }

    int find(long key) {
      int place = place(keys, key);
      return keys[place] == 0 ? -1 : place;
    }

    private void grow() {
      long[] old = keys;
      int length = 2 * old.length;
      keys = new long[length];
      int[][] before = {sums, ones, twos, more};
      sums = new int[length];
      ones = new int[length];
      twos = new int[length];
      more = new int[length];
      int[][] after = {sums, ones, twos, more};
      for (int i = 0; i < old.length; i++) {
        if (old[i] != 0) {
          int place = place(keys, old[i]);
          keys[place] = old[i];
          for (int j = 0; j < after.length; j++) {
            after[j][place] = before[j][i];
          }
        }
      }
    }
  }

  private static int place(long[] keys, long key) {
    int mask = keys.length - 1;
    int place = (int) (key >>> 20) & mask;
    while (keys[place] != 0 && keys[place] != key) {
      place = place + 1 & mask;
    }
    return place;
  }
}
