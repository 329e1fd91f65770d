package io.winnow.glm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Adam with decoupled decay (Loshchilov and Hutter, 2019), for what Muon is not made for. */
final class Adam {
  static final double FIRST = 0.9;
  static final double SECOND = 0.95;
  static final double EPSILON = 1e-8;

  private Adam() {}

  /**
   * One step, in place.
   *
   * @param mean moving average of the gradients
   * @param square moving average of their squares
   * @param step number of it, from 1
   * @param rate learning rate
   * @param decay of the weights, as a share of the rate
   */
  static void step(
      NDArray weight,
      NDArray mean,
      NDArray square,
      NDArray gradient,
      long step,
      double rate,
      double decay) {
    try (NDManager manager = weight.getManager().newSubManager()) {
      gradient.tempAttach(manager);
      mean.muli(FIRST).addi(gradient.mul(1 - FIRST));
      square.muli(SECOND).addi(gradient.mul(gradient).muli(1 - SECOND));
      NDArray root = square.div(1 - Math.pow(SECOND, step));
      root.attach(manager);
      NDArray update = mean.div(1 - Math.pow(FIRST, step));
      update.attach(manager);
      NDArray denominator = root.sqrt().addi(EPSILON);
      weight.muli(1 - rate * decay).subi(update.divi(denominator).muli(rate));
    }
  }
}
