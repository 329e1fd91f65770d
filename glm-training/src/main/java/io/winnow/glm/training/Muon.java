package io.winnow.glm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * Muon [1]: momentum whose matrix is made nearly orthogonal before it is applied, so that all
 * directions move alike. The update is scaled so that its root mean square is that of Adam's, about
 * 0.2 [2]; the decay is then the same number for both. GLM-4.5 uses five steps, momentum 0.95 and
 * 0.2 [3].
 *
 * <p>[1] Jordan et al. (2024), Muon: an optimizer for hidden layers in neural networks. [2] Liu et
 * al. (2025), Muon is scalable for LLM training, arXiv 2502.16982, equation 4. [3] arXiv
 * 2508.06471, section 2.4.
 */
final class Muon {
  static final double MOMENTUM = 0.95;
  static final double UPDATE_ROOT_MEAN_SQUARE = 0.2;
  static final int STEPS = 5;

  /** Of the quintic polynomial [1]: steep at zero, and near one for singular values near one. */
  private static final double[] COEFFICIENTS = {3.4445, -4.7750, 2.0315};

  private Muon() {}

  /**
   * One step, in place.
   *
   * @param weight (rows, columns), or (matrices, rows, columns)
   * @param momentum of the same shape
   * @param gradient of the same shape
   * @param rate learning rate
   * @param decay of the weights, as a share of the rate
   */
  static void step(NDArray weight, NDArray momentum, NDArray gradient, double rate, double decay) {
    try (NDManager manager = weight.getManager().newSubManager()) {
      gradient.tempAttach(manager);
      momentum.muli(MOMENTUM).addi(gradient);
      // Nesterov's variant: the momentum as it will be after the next step, were the gradient so.
      NDArray ahead = gradient.add(mul(momentum, MOMENTUM, manager));
      long rows = size(weight, 2);
      long columns = size(weight, 1);
      double scale = rate * UPDATE_ROOT_MEAN_SQUARE * Math.sqrt(Math.max(rows, columns));
      weight.muli(1 - rate * decay).subi(orthogonal(ahead).muli(scale));
    }
  }

  private static NDArray mul(NDArray array, double factor, NDManager manager) {
    NDArray product = array.mul(factor);
    product.attach(manager);
    return product;
  }

  private static long size(NDArray array, int fromLast) {
    return array.getShape().get(array.getShape().dimension() - fromLast);
  }

  /**
   * A matrix with the same singular vectors whose singular values are all about one, by Newton and
   * Schulz's iteration.
   *
   * @param matrix (rows, columns), or several as (matrices, rows, columns), each by itself
   */
  static NDArray orthogonal(NDArray matrix) {
    if (matrix.getShape().dimension() == 3) {
      // One after the other stays in the cache; a product of batches was no faster.
      NDList results = new NDList();
      for (NDArray one : matrix.split(matrix.getShape().get(0), 0)) {
        results.add(orthogonal(one.squeeze(0)).expandDims(0));
      }
      return NDArrays.concat(results, 0);
    }
    boolean tall = size(matrix, 2) > size(matrix, 1);
    NDArray x = tall ? matrix.transpose() : matrix;
    // The Frobenius norm is no smaller than the largest singular value.
    x = x.div(x.mul(x).sum().sqrt().add(1e-7));
    for (int step = 0; step < STEPS; step++) {
      NDArray square = x.matMul(x.transpose());
      NDArray polynomial =
          square.mul(COEFFICIENTS[1]).addi(square.matMul(square).muli(COEFFICIENTS[2]));
      x = polynomial.matMul(x).addi(x.mul(COEFFICIENTS[0]));
    }
    return tall ? x.transpose() : x;
  }
}
