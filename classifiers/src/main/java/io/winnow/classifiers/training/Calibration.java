package io.winnow.classifiers.training;

import java.util.List;

/**
 * Platt's scaling (1999): the slope and shift of the log odds that make a head's scores
 * probabilities on examples it was not trained on, found by Newton's method. Labels are softened as
 * Platt proposes, so that examples that are told apart without fault do not drive the slope to
 * infinity.
 */
final class Calibration {
  private static final int STEPS = 100;

  private Calibration() {}

  /**
   * The head with scaled log odds.
   *
   * @param examples with the log odds that heads like it give them
   */
  static LinearHead of(LinearHead head, List<HeldOut.Scored> examples) {
    double[] logits = new double[examples.size()];
    double[] targets = new double[examples.size()];
    double positive = examples.stream().filter(HeldOut.Scored::positive).count();
    double negative = examples.size() - positive;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = examples.get(i).score();
      targets[i] =
          examples.get(i).positive() ? (positive + 1) / (positive + 2) : 1 / (negative + 2);
    }
    double slope = 1;
    double shift = 0;
    for (int step = 0; step < STEPS; step++) {
      double g0 = 0;
      double g1 = 0;
      // A little on the diagonal keeps the step finite where all log odds are one.
      double h00 = 1e-9;
      double h01 = 0;
      double h11 = 1e-9;
      for (int i = 0; i < logits.length; i++) {
        double p = LinearHead.sigmoid(slope * logits[i] + shift);
        double error = p - targets[i];
        double weight = p * (1 - p);
        g0 += error * logits[i];
        g1 += error;
        h00 += weight * logits[i] * logits[i];
        h01 += weight * logits[i];
        h11 += weight;
      }
      double determinant = h00 * h11 - h01 * h01;
      double slopeStep = (h11 * g0 - h01 * g1) / determinant;
      double shiftStep = (h00 * g1 - h01 * g0) / determinant;
      double size = Math.max(Math.abs(slopeStep), Math.abs(shiftStep));
      // Far from the end a whole step may go beyond it.
      double scale = size > 2 ? 2 / size : 1;
      slope -= scale * slopeStep;
      shift -= scale * shiftStep;
      if (size < 1e-9) {
        break;
      }
    }
    // A head that is worse than chance on these few is not turned around.
    return slope <= 0 ? head : head.scaled(slope, shift);
  }
}
