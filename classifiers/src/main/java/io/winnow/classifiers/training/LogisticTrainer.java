package io.winnow.classifiers.training;

import static io.winnow.corpus.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Logistic regression by gradient descent with momentum over all examples at once. Both labels
 * weigh alike, and in a label a group as much as the square root of its size, so that one large
 * group does not decide alone. Vectors are centred and brought to a mean variance of 1 by one
 * factor, which the head's weights take back. Deterministic: no shuffling, sums in the order of the
 * examples.
 */
final class LogisticTrainer {
  /** How often training can stop. */
  static final int STOPS = 100;

  private static final int STEPS_BETWEEN = 10;
  private static final double MOMENTUM = 0.9;

  private final double decay;

  /**
   * @param decay weight of the squared weights in the loss
   */
  LogisticTrainer(double decay) {
    require(decay >= 0, "the weight decay must be at least 0, but was %s", decay);
    this.decay = decay;
  }

  /**
   * What heads that stop earlier and later say of other examples.
   *
   * @return log odds, shape ({@link #STOPS}, validation examples)
   * @throws IllegalArgumentException if a label is missing
   */
  double[][] logits(List<Example> training, List<Example> validation) {
    List<double[]> logits = new ArrayList<>();
    train(
        training,
        STOPS,
        head ->
            logits.add(
                validation.stream()
                    .mapToDouble(example -> head.logit(example.vector()))
                    .toArray()));
    return logits.toArray(double[][]::new);
  }

  /**
   * Trains a head.
   *
   * @param stops after how many stops of {@link #logits} it ends, from 1
   * @throws IllegalArgumentException if a label is missing
   */
  LinearHead train(List<Example> training, int stops) {
    List<LinearHead> heads = new ArrayList<>();
    train(training, stops, heads::add);
    return heads.get(stops - 1);
  }

  private void train(List<Example> training, int stops, Consumer<LinearHead> heads) {
    require(hasBoth(training), "training needs examples of both labels");
    int dimensions = training.get(0).vector().length;
    double[] shares = shares(training);
    double[] mean = new double[dimensions];
    double[] squares = new double[dimensions];
    for (Example example : training) {
      for (int i = 0; i < dimensions; i++) {
        mean[i] += (double) example.vector()[i] / training.size();
        squares[i] += (double) example.vector()[i] * example.vector()[i] / training.size();
      }
    }
    double variance = 0;
    for (int i = 0; i < dimensions; i++) {
      variance += Math.max(0, squares[i] - mean[i] * mean[i]);
    }
    double scale = variance > 1e-12 ? Math.sqrt(dimensions / variance) : 1;
    // The loss curves by at most the mean squared length of a vector (with its bias) over 4, and
    // weights of examples can make that of the worst half count twice.
    double rate = 1 / (2 * (decay + (dimensions + 1) / 4.0));
    double[] weights = new double[dimensions];
    double[] velocity = new double[dimensions];
    double[] gradient = new double[dimensions];
    double bias = 0;
    double biasVelocity = 0;
    for (int step = 1; step <= stops * STEPS_BETWEEN; step++) {
      LinearHead now = unscaled(weights, bias, mean, scale);
      Arrays.fill(gradient, 0);
      double errors = 0;
      for (int example = 0; example < shares.length; example++) {
        float[] vector = training.get(example).vector();
        double error =
            (now.score(vector) - (training.get(example).positive() ? 1 : 0)) * shares[example];
        for (int i = 0; i < dimensions; i++) {
          gradient[i] += error * vector[i];
        }
        errors += error;
      }
      for (int i = 0; i < dimensions; i++) {
        double slope = scale * (gradient[i] - errors * mean[i]) + decay * weights[i];
        velocity[i] = MOMENTUM * velocity[i] - rate * slope;
        weights[i] += velocity[i];
      }
      biasVelocity = MOMENTUM * biasVelocity - rate * errors;
      bias += biasVelocity;
      if (step % STEPS_BETWEEN == 0) {
        heads.accept(unscaled(weights, bias, mean, scale));
      }
    }
  }

  /** The head for vectors as they are, of one for centred and scaled ones. */
  private static LinearHead unscaled(double[] weights, double bias, double[] mean, double scale) {
    double[] own = new double[weights.length];
    double ownBias = bias;
    for (int i = 0; i < own.length; i++) {
      own[i] = weights[i] * scale;
      ownBias -= own[i] * mean[i];
    }
    return new LinearHead(own, ownBias);
  }

  static boolean hasBoth(List<Example> examples) {
    return examples.stream().anyMatch(Example::positive)
        && examples.stream().anyMatch(example -> !example.positive());
  }

  /** What each example weighs; those of either label weigh one half together. */
  private static double[] shares(List<Example> examples) {
    Map<String, Integer> sizes = new HashMap<>();
    for (Example example : examples) {
      sizes.merge(example.positive() + example.group(), 1, Integer::sum);
    }
    double[] shares = new double[examples.size()];
    double[] sums = new double[2];
    for (int i = 0; i < shares.length; i++) {
      Example example = examples.get(i);
      shares[i] = 1 / Math.sqrt(sizes.get(example.positive() + example.group()));
      sums[example.positive() ? 1 : 0] += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= 2 * sums[examples.get(i).positive() ? 1 : 0];
    }
    return shares;
  }
}
