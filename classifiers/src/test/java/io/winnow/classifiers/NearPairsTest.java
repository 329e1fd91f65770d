package io.winnow.classifiers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearPairsTest {
  private static final List<Double> THRESHOLDS = List.of(0.9, 0.5, 0.0);

  /** Three documents in the plane, whose angles one can see. */
  @Test
  void pairsAreCountedAtEachThreshold() {
    float[][] trusted = {{1, 0}, {0.8f, 0.6f}, {0, 1}};
    float[][] other = {{1, 0, 0}, {0.6f, 0.8f, 0}, {0.95f, 0, 0.3122499f}};
    // Trusted: 0.8, 0, 0.6; other: 0.6, 0.95, 0.57.
    assertEquals(
        List.of(
            new NearPairs(0.9, 0, 0, 1), new NearPairs(0.7, 1, 0, 1), new NearPairs(0.5, 2, 2, 1)),
        NearPairs.count(trusted, other, List.of(0.9, 0.7, 0.5)));
  }

  @Test
  void countsAreThoseOfACalculationInDoublesInAnyOrder() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<float[][]> documents = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      documents.add(new float[][] {vector(random, 5), vector(random, 7)});
    }
    List<NearPairs> expected = new ArrayList<>();
    for (double threshold : THRESHOLDS) {
      int[] sums = new int[3];
      for (int i = 0; i < documents.size(); i++) {
        for (int j = i + 1; j < documents.size(); j++) {
          boolean wanted = cosine(documents.get(i)[0], documents.get(j)[0]) >= threshold;
          boolean near = cosine(documents.get(i)[1], documents.get(j)[1]) >= threshold;
          sums[0] += wanted ? 1 : 0;
          sums[1] += wanted && near ? 1 : 0;
          sums[2] += !wanted && near ? 1 : 0;
        }
      }
      expected.add(new NearPairs(threshold, sums[0], sums[1], sums[2]));
    }
    assertEquals(expected, count(documents), "seed " + seed);
    Collections.shuffle(documents, random);
    assertEquals(expected, count(documents), "seed " + seed);
  }

  @Test
  void nothingIsComparedWhereThereIsNothing() {
    assertEquals(
        List.of(new NearPairs(0.5, 0, 0, 0)),
        NearPairs.count(new float[0][], new float[0][], List.of(0.5)));
    assertThrows(
        IllegalArgumentException.class,
        () -> NearPairs.count(new float[1][2], new float[2][2], THRESHOLDS));
  }

  private static List<NearPairs> count(List<float[][]> documents) {
    return NearPairs.count(
        documents.stream().map(d -> d[0]).toArray(float[][]::new),
        documents.stream().map(d -> d[1]).toArray(float[][]::new),
        THRESHOLDS);
  }

  private static float[] vector(Random random, int dimensions) {
    double[] values = random.doubles(dimensions, -1, 1).toArray();
    double length = Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (values[i] / length);
    }
    return vector;
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
