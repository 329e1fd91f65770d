package io.winnow.glm.training;

import static io.winnow.corpus.Require.require;

/**
 * How a model is trained; the defaults follow GLM-4.5 (arXiv 2508.06471, section 2.4) but for the
 * rate and the batch, which suit models a hundred thousand times smaller.
 *
 * @param steps updates of the weights
 * @param minutes after which training ends, if sooner; the rate's decay then follows the clock, and
 *     a run cannot be repeated bit by bit. 0 for no limit
 * @param batch sequences of an update
 * @param microBatch sequences of one pass, which bounds memory
 * @param lanes threads that work on passes; part of the result, as sums have an order
 * @param rate highest learning rate
 * @param lastRate share of it that is left at the end
 * @param warmup share of the steps on which the rate grows
 * @param decay of matrices and tables, as a share of the rate
 * @param clip largest norm of all gradients together
 * @param mtpWeight of the MTP layer's loss
 * @param balanceWeight of the loss for even loads within a sequence
 * @param biasRate step of the correction biases
 * @param seed of weights and order
 */
record TrainingSettings(
    long steps,
    double minutes,
    int batch,
    int microBatch,
    int lanes,
    double rate,
    double lastRate,
    double warmup,
    double decay,
    double clip,
    double mtpWeight,
    double balanceWeight,
    double biasRate,
    long seed) {
  TrainingSettings {
    require(steps >= 1, "steps must be at least 1, but were %s", steps);
    require(minutes >= 0, "minutes must not be negative, but were %s", minutes);
    require(batch >= 1, "a batch has at least 1 sequence, but was %s", batch);
    require(
        microBatch >= 1 && microBatch <= batch,
        "a pass has 1 to %s sequences, but was %s",
        batch,
        microBatch);
    require(lanes >= 1 && lanes <= 64, "lanes must be 1 to 64, but were %s", lanes);
    require(rate > 0, "the rate must be above 0, but was %s", rate);
    require(lastRate >= 0 && lastRate <= 1, "the last rate is a share, but was %s", lastRate);
    require(warmup >= 0 && warmup < 1, "the warm-up is a share below 1, but was %s", warmup);
    require(decay >= 0, "the decay must not be negative, but was %s", decay);
    require(clip > 0, "the clip must be above 0, but was %s", clip);
  }

  /** With GLM-4.5's shares and weights for all else. */
  static TrainingSettings of(
      long steps,
      double minutes,
      int batch,
      int microBatch,
      int lanes,
      double rate,
      double biasRate,
      long seed) {
    return new TrainingSettings(
        steps,
        minutes,
        batch,
        microBatch,
        lanes,
        rate,
        0.1,
        0.03,
        0.1,
        1,
        0.3,
        1e-4,
        biasRate,
        seed);
  }

  /**
   * The learning rate: a line up, then half a cosine down.
   *
   * @param done share of the training that is done, 0 to 1
   */
  double rate(double done) {
    if (done < warmup) {
      // Not zero on the first step.
      return rate * Math.max(done / warmup, 1e-3);
    }
    double after = Math.min(1, (done - warmup) / (1 - warmup));
    return rate * (lastRate + (1 - lastRate) * (1 + Math.cos(Math.PI * after)) / 2);
  }
}
