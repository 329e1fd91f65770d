package io.winnow.classifiers.training;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The directions in which vectors are longest, about the origin, so that inner products keep as
 * much of themselves as they can: eigenvectors of the mean of the vectors' outer products, by
 * Jacobi's rotations. Deterministic.
 */
final class PrincipalAxes {
  private static final int SWEEPS = 20;
  private static final double NOTHING = 1e-14;

  private final double[][] axes;

  /**
   * @param vectors all of one length
   * @param count of axes that are kept, the longest first
   */
  PrincipalAxes(float[][] vectors, int count) {
    int size = vectors[0].length;
    double[][] moments = new double[size][size];
    for (float[] vector : vectors) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j <= i; j++) {
          moments[i][j] += (double) vector[i] * vector[j] / vectors.length;
        }
      }
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        moments[j][i] = moments[i][j];
      }
    }
    double[][] all = new double[size][size];
    for (int i = 0; i < size; i++) {
      all[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS && rotate(moments, all); sweep++) {}
    this.axes =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> -moments[i][i]))
            .limit(count)
            .map(i -> all[i])
            .toArray(double[][]::new);
  }

  /** One sweep over all pairs; false where nothing is left to do. */
  private static boolean rotate(double[][] a, double[][] axes) {
    boolean any = false;
    for (int p = 0; p < a.length; p++) {
      for (int q = p + 1; q < a.length; q++) {
        if (Math.abs(a[p][q]) > NOTHING) {
          any = true;
          double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
          double tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
          double cosine = 1 / Math.sqrt(tangent * tangent + 1);
          double sine = tangent * cosine;
          turn(a[p], a[q], cosine, sine);
          for (double[] row : a) {
            double before = row[p];
            row[p] = cosine * before - sine * row[q];
            row[q] = sine * before + cosine * row[q];
          }
          turn(axes[p], axes[q], cosine, sine);
        }
      }
    }
    return any;
  }

  private static void turn(double[] x, double[] y, double cosine, double sine) {
    for (int i = 0; i < x.length; i++) {
      double before = x[i];
      x[i] = cosine * before - sine * y[i];
      y[i] = sine * before + cosine * y[i];
    }
  }

  /** A vector along the axes; shape (axes). */
  float[] along(float[] vector) {
    float[] along = new float[axes.length];
    for (int k = 0; k < along.length; k++) {
      double sum = 0;
      for (int i = 0; i < vector.length; i++) {
        sum += axes[k][i] * vector[i];
      }
      along[k] = (float) sum;
    }
    return along;
  }
}
