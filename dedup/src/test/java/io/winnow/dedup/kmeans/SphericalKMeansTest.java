package io.winnow.dedup.kmeans;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

public class SphericalKMeansTest {
  private static final int DIMENSIONS = 19;

  @Test
  void plantedClustersAreFound() {
    Random random = new Random(4);
    int groups = 12;
    int each = 40;
    float[] vectors = planted(random, groups, each, 0.1);
    float[] centroids =
        new SphericalKMeans(vectors, groups * each, DIMENSIONS, groups).centroids(7, 50);
    Map<Integer, Integer> groupOf = new HashMap<>();
    for (int i = 0; i < groups * each; i++) {
      int nearest = nearest(vectors, i, centroids, groups);
      assertEquals(
          i / each,
          groupOf.computeIfAbsent(nearest, n -> -1) == -1 ? i / each : groupOf.get(nearest));
      groupOf.put(nearest, i / each);
    }
    assertEquals(groups, groupOf.size());
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherSeedAnotherStart() {
    float[] vectors = planted(new Random(5), 30, 20, 1);
    SphericalKMeans means = new SphericalKMeans(vectors, 600, DIMENSIONS, 25);
    assertArrayEquals(means.centroids(1, 3), means.centroids(1, 3));
    assertTrue(!Arrays.equals(means.centroids(1, 3), means.centroids(2, 3)));
  }

  @Test
  void theNumberOfThreadsDoesNotMatter() throws Exception {
    float[] vectors = planted(new Random(16), 40, 100, 1.5);
    SphericalKMeans means = new SphericalKMeans(vectors, 4000, DIMENSIONS, 60);
    float[] many = means.centroids(1, 10);
    ForkJoinPool one = new ForkJoinPool(1);
    try {
      assertArrayEquals(many, one.submit(() -> means.centroids(1, 10)).get());
    } finally {
      one.shutdown();
    }
  }

  @Test
  void noIterationMakesItWorse() {
    float[] vectors = planted(new Random(6), 15, 30, 0.8);
    SphericalKMeans means = new SphericalKMeans(vectors, 450, DIMENSIONS, 20);
    double last = Double.NEGATIVE_INFINITY;
    for (int iterations = 1; iterations < 12; iterations++) {
      float[] centroids = means.centroids(9, iterations);
      double sum = 0;
      for (int i = 0; i < 450; i++) {
        int nearest = nearest(vectors, i, centroids, 20);
        sum += Vectors.dot(vectors, i, centroids, nearest, DIMENSIONS);
      }
      assertTrue(sum >= last - 1e-3, iterations + ": " + sum + " after " + last);
      last = sum;
    }
  }

  @Test
  void equalAndOpposedVectorsHaveCentroidsToo() {
    float[] equal = new float[10 * DIMENSIONS];
    for (int i = 0; i < 10; i++) {
      equal[i * DIMENSIONS] = i % 2 == 0 ? 1 : -1;
    }
    for (int clusters = 1; clusters <= 10; clusters++) {
      float[] centroids = new SphericalKMeans(equal, 10, DIMENSIONS, clusters).centroids(1, 10);
      for (float value : centroids) {
        assertTrue(Float.isFinite(value));
      }
    }
    assertThrows(
        IllegalArgumentException.class, () -> new SphericalKMeans(equal, 10, DIMENSIONS, 11));
  }

  @Test
  void theFastProductIsThatOfThePlainSum() {
    long seed = 8;
    Random random = new Random(seed);
    for (int dimensions = 1; dimensions < 70; dimensions++) {
      float[] a = new float[3 * dimensions];
      float[] b = new float[2 * dimensions];
      fill(a, random);
      fill(b, random);
      double plain = 0;
      for (int i = 0; i < dimensions; i++) {
        plain += (double) a[2 * dimensions + i] * b[dimensions + i];
      }
      assertEquals(plain, Vectors.dot(a, 2, b, 1, dimensions), 1e-4, "seed " + seed);
    }
  }

  private static int nearest(float[] vectors, int row, float[] rows, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      best =
          Vectors.dot(vectors, row, rows, i, DIMENSIONS)
                  > Vectors.dot(vectors, row, rows, best, DIMENSIONS)
              ? i
              : best;
    }
    return best;
  }

  private static void fill(float[] values, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
  }

  /** Groups of vectors of length 1 around as many directions, one group after the other. */
  public static float[] planted(Random random, int groups, int each, double noise) {
    float[] vectors = new float[groups * each * DIMENSIONS];
    for (int group = 0; group < groups; group++) {
      float[] direction = new float[DIMENSIONS];
      fill(direction, random);
      Vectors.normalize(direction);
      for (int i = 0; i < each; i++) {
        float[] vector = direction.clone();
        for (int j = 0; j < DIMENSIONS; j++) {
          vector[j] += (float) (noise * random.nextGaussian() / Math.sqrt(DIMENSIONS));
        }
        Vectors.normalize(vector);
        System.arraycopy(vector, 0, vectors, (group * each + i) * DIMENSIONS, DIMENSIONS);
      }
    }
    return vectors;
  }
}
