package io.winnow.glm.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MuonTest {
  @Test
  void singularValuesBecomeAboutOneAndSingularVectorsStay() {
    // U diag(s) V' of known rotations: the result must be U diag(f(s)) V' with f(s) near one.
    double[] singular = {3.0, 1.0, 0.4};
    double[][] u = rotation(0.3, 1.1, -0.7);
    double[][] v = rotation(-1.2, 0.2, 0.9);
    float[] matrix = new float[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          matrix[3 * i + j] += (float) (u[i][k] * singular[k] * v[j][k]);
        }
      }
    }
    try (NDManager manager = LibTorch.manager()) {
      float[] result = Muon.orthogonal(manager.create(matrix, new Shape(3, 3))).toFloatArray();
      double norm = Math.sqrt(9 + 1 + 0.16);
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          double middle = 0; // (U' X V) at a, b
          for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
              middle += u[i][a] * result[3 * i + j] * v[j][b];
            }
          }
          assertEquals(a == b ? quintic(singular[a] / norm) : 0, middle, 1e-4);
          if (a == b) {
            assertTrue(middle > 0.65 && middle < 1.25, "singular value " + middle);
          }
        }
      }
    }
  }

  /** What the iteration does to one singular value, by itself. */
  private static double quintic(double s) {
    for (int step = 0; step < 5; step++) {
      s = 3.4445 * s - 4.7750 * Math.pow(s, 3) + 2.0315 * Math.pow(s, 5);
    }
    return s;
  }

  @Test
  void updatesHaveARootMeanSquareOfAFifthOfTheRate() {
    try (NDManager manager = LibTorch.manager()) {
      for (long[] sizes : new long[][] {{64, 32}, {32, 64}, {48, 48}, {3, 16, 40}}) {
        NDArray weight = manager.zeros(new Shape(sizes));
        NDArray momentum = manager.zeros(new Shape(sizes));
        Muon.step(weight, momentum, normal(manager, new Shape(sizes)), 0.5, 0.1);
        double square = weight.mul(weight).mean().getFloat();
        assertEquals(0.2 * 0.5, Math.sqrt(square), 0.02, "shape " + new Shape(sizes));
      }
    }
  }

  @Test
  void everyExpertIsAMatrixOfItsOwn() {
    try (NDManager manager = LibTorch.manager()) {
      NDArray all = normal(manager, new Shape(3, 8, 20));
      NDArray together = Muon.orthogonal(all);
      for (int e = 0; e < 3; e++) {
        assertArrayEquals(
            Muon.orthogonal(all.get(e)).toFloatArray(), together.get(e).toFloatArray(), 1e-6f);
      }
    }
  }

  @Test
  void momentumLooksAhead() {
    try (NDManager manager = LibTorch.manager()) {
      NDArray weight = manager.zeros(new Shape(2, 2));
      NDArray momentum = manager.create(new float[] {1, 0, 0, 1}, new Shape(2, 2));
      NDArray gradient = manager.create(new float[] {2, 0, 0, 4}, new Shape(2, 2));
      Muon.step(weight, momentum, gradient.duplicate(), 1, 0);
      // 0.95 * 1 + 2 and 0.95 * 1 + 4.
      assertArrayEquals(new float[] {2.95f, 0, 0, 4.95f}, momentum.toFloatArray(), 1e-6f);
      assertTrue(weight.toFloatArray()[0] < 0);
    }
  }

  @Test
  void adamMovesByTheRateOnItsFirstStep() {
    try (NDManager manager = LibTorch.manager()) {
      NDArray weight = manager.create(new float[] {1, 1, 1});
      NDArray mean = weight.zerosLike();
      NDArray square = weight.zerosLike();
      NDArray gradient = manager.create(new float[] {0.5f, -3, 0});
      Adam.step(weight, mean, square, gradient, 1, 0.1, 0.5);
      // Decay takes 0.1 * 0.5 of it.
      assertArrayEquals(new float[] {0.85f, 1.05f, 0.95f}, weight.toFloatArray(), 1e-5f);
    }
  }

  private static NDArray normal(NDManager manager, Shape shape) {
    Random random = new Random(45);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, shape);
  }

  private static double[][] rotation(double a, double b, double c) {
    double[][] x = {{1, 0, 0}, {0, Math.cos(a), -Math.sin(a)}, {0, Math.sin(a), Math.cos(a)}};
    double[][] y = {{Math.cos(b), 0, Math.sin(b)}, {0, 1, 0}, {-Math.sin(b), 0, Math.cos(b)}};
    double[][] z = {{Math.cos(c), -Math.sin(c), 0}, {Math.sin(c), Math.cos(c), 0}, {0, 0, 1}};
    return product(product(x, y), z);
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }
}
