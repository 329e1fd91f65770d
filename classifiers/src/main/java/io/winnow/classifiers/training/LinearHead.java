package io.winnow.classifiers.training;

/**
 * A linear function under a sigmoid.
 *
 * @param weights shape (dimensions)
 * @param bias added to the sum
 */
record LinearHead(double[] weights, double bias) {
  /** Log odds of the positive label. */
  double logit(float[] vector) {
    double sum = bias;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * vector[i];
    }
    return sum;
  }

  /** Probability of the positive label. */
  double score(float[] vector) {
    return sigmoid(logit(vector));
  }

  /** The head whose log odds are {@code slope} times these, plus {@code shift}. */
  LinearHead scaled(double slope, double shift) {
    double[] scaled = weights.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= slope;
    }
    return new LinearHead(scaled, slope * bias + shift);
  }

  static double sigmoid(double logit) {
    return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit));
  }

  /** Log loss of a probability given as log odds; finite for any. */
  static double loss(double logit, boolean positive) {
    double z = positive ? -logit : logit;
    return z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z));
  }
}
