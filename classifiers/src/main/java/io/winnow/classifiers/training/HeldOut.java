package io.winnow.classifiers.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** How well scores tell labels apart, on examples that the scores' model has not seen. */
final class HeldOut {
  private static final int RESAMPLES = 1000;

  private final List<Scored> scored;

  HeldOut(List<Scored> scored) {
    this.scored = List.copyOf(scored);
  }

  /** An example with the probability that a model gives it, or its log odds. */
  record Scored(double score, boolean positive, String group) {}

  /**
   * A figure.
   *
   * @param value of it
   * @param low lower end of its 95 % interval
   * @param high upper end
   */
  public record Figure(double value, double low, double high) {}

  /** Area under the ROC curve. */
  Figure auc(long seed) {
    return figure(HeldOut::auc, seed);
  }

  /** Share of the examples on the right side of one half. */
  Figure accuracy(long seed) {
    return figure(HeldOut::accuracy, seed);
  }

  /** Mean log loss, in nats. */
  Figure logLoss(long seed) {
    return figure(HeldOut::logLoss, seed);
  }

  /** Expected calibration error over ten bins of equal width. */
  Figure calibrationError(long seed) {
    return figure(HeldOut::calibrationError, seed);
  }

  /** The interval is of resamples of whole groups, with replacement. */
  private Figure figure(ToDoubleFunction<List<Scored>> measure, long seed) {
    Map<String, List<Scored>> byGroup = new TreeMap<>();
    for (Scored one : scored) {
      byGroup.computeIfAbsent(one.group(), group -> new ArrayList<>()).add(one);
    }
    List<List<Scored>> groups = new ArrayList<>(byGroup.values());
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[RESAMPLES];
    int count = 0;
    for (int i = 0; i < RESAMPLES; i++) {
      List<Scored> sample = new ArrayList<>();
      for (int j = 0; j < groups.size(); j++) {
        sample.addAll(groups.get(random.nextInt(groups.size())));
      }
      double value = measure.applyAsDouble(sample);
      if (!Double.isNaN(value)) {
        values[count++] = value;
      }
    }
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    double low = count == 0 ? Double.NaN : sorted[(int) (0.025 * (count - 1))];
    double high = count == 0 ? Double.NaN : sorted[(int) Math.ceil(0.975 * (count - 1))];
    return new Figure(measure.applyAsDouble(scored), low, high);
  }

  /** By ranks, those of equal scores shared; not a number where a label is missing. */
  static double auc(List<Scored> scored) {
    List<Scored> sorted = new ArrayList<>(scored);
    sorted.sort(Comparator.comparingDouble(Scored::score));
    double ranks = 0;
    long positive = 0;
    for (int start = 0; start < sorted.size(); ) {
      int end = start;
      while (end < sorted.size() && sorted.get(end).score() == sorted.get(start).score()) {
        end++;
      }
      double rank = (start + 1 + end) / 2.0;
      for (int i = start; i < end; i++) {
        if (sorted.get(i).positive()) {
          ranks += rank;
          positive++;
        }
      }
      start = end;
    }
    double negative = sorted.size() - positive;
    return (ranks - positive * (positive + 1) / 2.0) / (positive * negative);
  }

  static double accuracy(List<Scored> scored) {
    return scored.stream().filter(one -> one.score() >= 0.5 == one.positive()).count()
        / (double) scored.size();
  }

  static double logLoss(List<Scored> scored) {
    double loss = 0;
    for (Scored one : scored) {
      double p = Math.max(1e-12, Math.min(1 - 1e-12, one.score()));
      loss -= Math.log(one.positive() ? p : 1 - p);
    }
    return loss / scored.size();
  }

  static double calibrationError(List<Scored> scored) {
    double[] sums = new double[10];
    double[] hits = new double[10];
    for (Scored one : scored) {
      int bin = (int) Math.min(9, one.score() * 10);
      sums[bin] += one.score();
      hits[bin] += one.positive() ? 1 : 0;
    }
    double error = 0;
    for (int i = 0; i < 10; i++) {
      error += Math.abs(sums[i] - hits[i]) / scored.size();
    }
    return error;
  }
}
