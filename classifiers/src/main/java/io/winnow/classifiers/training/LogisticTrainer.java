package io.winnow.classifiers.training;

import static io.winnow.corpus.Require.require;

import java.util.List;

/**
 * Logistic regression by gradient descent with momentum over all examples at once, both labels
 * weighted alike. It stops early: the weights are those of the step with the smallest loss on
 * validation examples. Deterministic: no shuffling, sums in the order of the examples.
 */
final class LogisticTrainer {
  private static final int MAXIMUM_STEPS = 3000;
  private static final int PATIENCE = 100;
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
   * Trains a head.
   *
   * @throws IllegalArgumentException if one of both sets lacks a label
   */
  LinearHead train(List<Example> training, List<Example> validation) {
    require(
        hasBoth(training) && hasBoth(validation),
        "training and validation need examples of both labels");
    int dimensions = training.get(0).vector().length;
    double[] weights = new double[dimensions];
    double bias = 0;
    double[] velocity = new double[dimensions];
    double biasVelocity = 0;
    LinearHead best = new LinearHead(weights.clone(), bias);
    double least = loss(best, validation);
    // The loss curves by at most the mean squared length of a vector (with its bias) over 4.
    double curvature = decay;
    for (Example example : training) {
      curvature += (squares(example.vector()) + 1) / (4.0 * training.size());
    }
    // Weighting the labels alike can double the weight of a half at most in either direction.
    double rate = 1 / (2 * curvature);
    int bestStep = 0;
    for (int step = 1; step <= MAXIMUM_STEPS && step - bestStep <= PATIENCE; step++) {
      LinearHead now = new LinearHead(weights, bias);
      double[] gradient = new double[dimensions];
      double biasGradient = 0;
      double[] share = shares(training);
      for (Example example : training) {
        double error = now.score(example.vector()) - (example.positive() ? 1 : 0);
        double weighted = error * share[example.positive() ? 1 : 0];
        for (int i = 0; i < dimensions; i++) {
          gradient[i] += weighted * example.vector()[i];
        }
        biasGradient += weighted;
      }
      for (int i = 0; i < dimensions; i++) {
        velocity[i] = MOMENTUM * velocity[i] - rate * (gradient[i] + decay * weights[i]);
        weights[i] += velocity[i];
      }
      biasVelocity = MOMENTUM * biasVelocity - rate * biasGradient;
      bias += biasVelocity;
      LinearHead head = new LinearHead(weights.clone(), bias);
      double loss = loss(head, validation);
      if (loss < least - 1e-9) {
        least = loss;
        best = head;
        bestStep = step;
      }
    }
    return best;
  }

  static boolean hasBoth(List<Example> examples) {
    return examples.stream().anyMatch(Example::positive)
        && examples.stream().anyMatch(example -> !example.positive());
  }

  /** What one example of a label weighs, so that both labels weigh one half. */
  private static double[] shares(List<Example> examples) {
    long positive = examples.stream().filter(Example::positive).count();
    return new double[] {0.5 / (examples.size() - positive), 0.5 / positive};
  }

  private static double loss(LinearHead head, List<Example> examples) {
    double[] share = shares(examples);
    double loss = 0;
    for (Example example : examples) {
      loss +=
          share[example.positive() ? 1 : 0]
              * LinearHead.loss(head.logit(example.vector()), example.positive());
    }
    return loss;
  }

  private static double squares(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return sum;
  }
}
