package io.winnow.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Embedding;
import io.winnow.dedup.kmeans.Centroids;
import io.winnow.dedup.kmeans.SphericalKMeansTest;
import io.winnow.dedup.kmeans.Splitting;
import io.winnow.dedup.kmeans.Vectors;
import io.winnow.dedup.semantic.Cells.Parts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SplittingTest {
  private static final int DIMENSIONS = 19;

  @Test
  void noPartIsTooLargeWhereVectorsDiffer() {
    long seed = 31;
    for (int round = 0; round < 10; round++) {
      Random random = new Random(seed + round);
      int groups = 1 + random.nextInt(6);
      int each = 1 + random.nextInt(500);
      int most = 5 + random.nextInt(100);
      float[] vectors = SphericalKMeansTest.planted(random, groups, each, random.nextDouble());
      List<float[]> parts = new Splitting(vectors, groups * each, DIMENSIONS, most, 1).parts();
      int[] sizes = new int[parts.size()];
      for (int i = 0; i < groups * each; i++) {
        sizes[nearest(vectors, i, parts)]++;
      }
      assertTrue(
          Arrays.stream(sizes).allMatch(size -> size <= most),
          "seed " + (seed + round) + ": at most " + most + ", but " + Arrays.toString(sizes));
      assertTrue(
          parts.size() <= 1 + 6 * groups * each / most,
          parts.size() + " parts of " + groups * each);
    }
  }

  @Test
  void equalVectorsStayInOnePartAndOthersLeaveIt() {
    float[] vectors = SphericalKMeansTest.planted(new Random(32), 3, 100, 0.5);
    for (int i = 0; i < 200; i++) {
      System.arraycopy(vectors, 0, vectors, i * DIMENSIONS, DIMENSIONS);
    }
    List<float[]> parts = new Splitting(vectors, 300, DIMENSIONS, 30, 1).parts();
    Map<Integer, Integer> sizes = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      sizes.merge(nearest(vectors, i, parts), 1, Integer::sum);
    }
    Integer equal = sizes.remove(nearest(vectors, 0, parts));
    assertNotNull(equal);
    assertTrue(equal >= 200, sizes + " " + equal);
    assertTrue(sizes.values().stream().allMatch(size -> size <= 30), sizes.toString());
    float[] same = Arrays.copyOf(vectors, 200 * DIMENSIONS);
    assertEquals(1, new Splitting(same, 200, DIMENSIONS, 30, 1).parts().size());
  }

  @Test
  void whatCannotBeSplitIsCutByDigestsOfVectors() {
    Random random = new Random(33);
    float[] vector = new float[DIMENSIONS];
    vector[0] = 1;
    Centroids centroid = Centroids.of(List.of(Embedding.toBytes(vector)));
    Cells cells = new Cells(Map.of(3, new Parts(centroid, new long[] {40}, new long[] {5})));
    List<byte[]> embeddings = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      vector[1 + random.nextInt(DIMENSIONS - 1)] = random.nextFloat() * 0.01f;
      embeddings.add(Embedding.toBytes(vector));
      embeddings.add(Embedding.toBytes(vector));
    }
    List<int[]> nearest = new ArrayList<>(Collections.nCopies(embeddings.size(), new int[] {3}));
    nearest.set(0, new int[] {2, 3, 1});
    List<Cells.Place> found = cells.of(embeddings, nearest);
    assertEquals(2, found.get(0).number(), "the cell of another centroid is not split");
    assertArrayEquals(new int[] {1}, found.get(0).neighbours(), "what is cut is no neighbour");
    Map<ByteBuffer, Long> cellOf = new HashMap<>();
    Map<Long, Integer> sizes = new TreeMap<>();
    for (int i = 1; i < found.size(); i++) {
      long cell = found.get(i).number();
      Long before = cellOf.put(ByteBuffer.wrap(embeddings.get(i)), cell);
      assertTrue(before == null || before == cell, "equal vectors are in one cell");
      sizes.merge(cell, 1, Integer::sum);
    }
    assertEquals(List.of(40L, 41L, 42L, 43L, 44L), List.copyOf(sizes.keySet()));
    assertTrue(sizes.values().stream().allMatch(s -> s > 650 && s < 950), sizes.toString());
  }

  private static int nearest(float[] vectors, int row, List<float[]> parts) {
    int best = 0;
    for (int i = 1; i < parts.size(); i++) {
      best =
          Vectors.dot(vectors, row, parts.get(i), 0, DIMENSIONS)
                  > Vectors.dot(vectors, row, parts.get(best), 0, DIMENSIONS)
              ? i
              : best;
    }
    return best;
  }
}
