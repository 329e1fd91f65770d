package io.winnow.dedup.kmeans;

import io.winnow.corpus.Embedding;
import java.util.List;

/** Rows of numbers, one after another in an array: shape (rows, dimensions). */
public final class Vectors {
  private Vectors() {}

  /**
   * The inner product of two rows. Eight sums side by side: one alone waits for itself at every
   * addition. Their order is fixed, so the result is too.
   */
  public static float dot(float[] a, int rowA, float[] b, int rowB, int dimensions) {
    int i = rowA * dimensions;
    int j = rowB * dimensions;
    int end = i + (dimensions & ~7);
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (; i < end; i += 8, j += 8) {
      s0 += a[i] * b[j];
      s1 += a[i + 1] * b[j + 1];
      s2 += a[i + 2] * b[j + 2];
      s3 += a[i + 3] * b[j + 3];
      s4 += a[i + 4] * b[j + 4];
      s5 += a[i + 5] * b[j + 5];
      s6 += a[i + 6] * b[j + 6];
      s7 += a[i + 7] * b[j + 7];
    }
    float rest = 0;
    for (int k = dimensions & ~7; k < dimensions; k++, i++, j++) {
      rest += a[i] * b[j];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest;
  }

  /** Scales a vector to length 1, which half floats leave a little longer or shorter. */
  public static void normalize(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] * scale);
    }
  }

  /** Embeddings as tables hold them, as rows of length 1. */
  public static float[] ofLengthOne(List<byte[]> embeddings, int dimensions) {
    float[] rows = new float[embeddings.size() * dimensions];
    float[] vector = new float[dimensions];
    for (int i = 0; i < embeddings.size(); i++) {
      Embedding.read(embeddings.get(i), vector);
      normalize(vector);
      System.arraycopy(vector, 0, rows, i * dimensions, dimensions);
    }
    return rows;
  }
}
