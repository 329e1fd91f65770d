package io.winnow.dedup.kmeans;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.dedup.kmeans.InnerProducts.Block;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InnerProductsTest {
  private static final int BLOCK = InnerProducts.BLOCK;

  @Test
  void productsAreThoseOfThePlainSum() {
    long seed = 11;
    Random random = new Random(seed);
    for (int dimensions : new int[] {1, 3, 19, 64, 384, 1024}) {
      float[] a = vectors(random, 70, dimensions);
      float[] b = vectors(random, BLOCK, dimensions);
      try (InnerProducts products = new InnerProducts(dimensions)) {
        float[] found = products.multiply(block(products, a, 70), block(products, b, BLOCK));
        for (int i = 0; i < 70; i++) {
          for (int j = 0; j < BLOCK; j++) {
            double plain = 0;
            for (int k = 0; k < dimensions; k++) {
              plain += (double) a[i * dimensions + k] * b[j * dimensions + k];
            }
            assertEquals(plain, found[i * BLOCK + j], 1e-5, "seed " + seed);
          }
        }
      }
    }
  }

  /** What survivors are the same on every runner for: any place, any neighbours, either side. */
  @Test
  void aProductIsTheSameBitsWhereverItsVectorsStand() {
    long seed = 12;
    Random random = new Random(seed);
    for (int dimensions : new int[] {1, 7, 24, 100, 384, 768}) {
      float[] vectors = vectors(random, BLOCK, dimensions);
      float[] others = vectors(random, BLOCK, dimensions);
      try (InnerProducts products = new InnerProducts(dimensions)) {
        float[] all =
            products
                .multiply(block(products, vectors, BLOCK), block(products, others, BLOCK))
                .clone();
        for (int round = 0; round < 20; round++) {
          List<Integer> rows = shuffled(random);
          List<Integer> columns = shuffled(random);
          int left = 1 + random.nextInt(BLOCK);
          int right = 1 + random.nextInt(BLOCK);
          Block a = block(products, pick(vectors, rows, dimensions), left);
          Block b = block(products, pick(others, columns, dimensions), right);
          boolean turned = random.nextBoolean();
          float[] some = turned ? products.multiply(b, a) : products.multiply(a, b);
          for (int i = 0; i < left; i++) {
            for (int j = 0; j < right; j++) {
              assertEquals(
                  Float.floatToIntBits(all[rows.get(i) * BLOCK + columns.get(j)]),
                  Float.floatToIntBits(some[turned ? j * BLOCK + i : i * BLOCK + j]),
                  "seed " + seed + ", round " + round + ", dimensions " + dimensions);
            }
          }
        }
      }
    }
  }

  @Test
  void threadsMultiplySideBySide() {
    Random random = new Random(13);
    float[] vectors = vectors(random, BLOCK, 48);
    List<Integer> hashes =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(
                i -> {
                  try (InnerProducts products = new InnerProducts(48)) {
                    Block block = block(products, vectors, BLOCK);
                    return Arrays.hashCode(products.multiply(block, block));
                  }
                })
            .distinct()
            .toList();
    assertEquals(1, hashes.size());
  }

  @Test
  void whatAnEarlierUseLeftInABlockIsGone() {
    Random random = new Random(14);
    float[] many = vectors(random, BLOCK, 9);
    float[] few = vectors(random, 2, 9);
    try (InnerProducts products = new InnerProducts(9)) {
      Block used = block(products, many, BLOCK);
      products.multiply(used, used);
      used.clear();
      used.add(few, 0, 2);
      float[] found = products.multiply(used, used);
      for (int i = 0; i < BLOCK * BLOCK; i++) {
        assertEquals(i / BLOCK < 2 && i % BLOCK < 2, found[i] != 0);
      }
    }
  }

  @Test
  void theNearestRowsAreThoseOfThePlainSearch() {
    long seed = 15;
    Random random = new Random(seed);
    int dimensions = 12;
    for (int round = 0; round < 10; round++) {
      int count = 1 + random.nextInt(NearestRows.BATCH);
      int rowCount = 1 + random.nextInt(700);
      int wanted = 1 + random.nextInt(Math.min(4, rowCount));
      float[] vectors = vectors(random, count, dimensions);
      float[] rows = vectors(random, rowCount, dimensions);
      // Equal rows: the first is preferred.
      System.arraycopy(rows, 0, rows, (rowCount - 1) * dimensions, dimensions);
      int[] nearest = new int[count * wanted];
      float[] product = new float[count * wanted];
      try (NearestRows search = new NearestRows(dimensions, wanted)) {
        search.find(vectors, 0, count, rows, rowCount, nearest, product);
      }
      for (int i = 0; i < count; i++) {
        int row = i;
        List<Integer> plain =
            IntStream.range(0, rowCount)
                .boxed()
                .sorted(
                    (a, b) ->
                        Double.compare(dot(vectors, row, rows, b), dot(vectors, row, rows, a)))
                .toList();
        for (int j = 0; j < wanted; j++) {
          int found = nearest[i * wanted + j];
          assertEquals(
              dot(vectors, i, rows, plain.get(j)),
              dot(vectors, i, rows, found),
              1e-6,
              "seed " + seed);
          assertEquals(product[i * wanted + j], dot(vectors, i, rows, found), 1e-6);
          assertEquals(false, found == rowCount - 1 && rowCount > 1 && j == 0 && wanted == 1);
        }
      }
    }
  }

  private static double dot(float[] a, int rowA, float[] b, int rowB) {
    double product = 0;
    for (int i = 0; i < 12; i++) {
      product += (double) a[rowA * 12 + i] * b[rowB * 12 + i];
    }
    return product;
  }

  private static Block block(InnerProducts products, float[] vectors, int count) {
    Block block = products.block();
    block.add(vectors, 0, count);
    return block;
  }

  private static List<Integer> shuffled(Random random) {
    List<Integer> all = new java.util.ArrayList<>(IntStream.range(0, BLOCK).boxed().toList());
    Collections.shuffle(all, random);
    return all;
  }

  private static float[] pick(float[] vectors, List<Integer> rows, int dimensions) {
    float[] picked = new float[vectors.length];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(vectors, rows.get(i) * dimensions, picked, i * dimensions, dimensions);
    }
    return picked;
  }

  private static float[] vectors(Random random, int count, int dimensions) {
    float[] all = new float[count * dimensions];
    float[] vector = new float[dimensions];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < dimensions; j++) {
        vector[j] = (float) random.nextGaussian();
      }
      Vectors.normalize(vector);
      System.arraycopy(vector, 0, all, i * dimensions, dimensions);
    }
    return all;
  }
}
