package io.winnow.dedup.kmeans;

import io.winnow.dedup.kmeans.InnerProducts.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds for many vectors the nearest of some rows, block by block. Belongs to one thread. */
final class NearestRows implements AutoCloseable {
  /** Vectors looked at together, so that each block of rows is copied once for all of them. */
  static final int BATCH = 4 * InnerProducts.BLOCK;

  private final int wanted;
  private final InnerProducts products;
  private final List<Block> left = new ArrayList<>();
  private final Block right;

  /**
   * @param wanted how many of the nearest rows are found for each vector
   */
  NearestRows(int dimensions, int wanted) {
    this.wanted = wanted;
    this.products = new InnerProducts(dimensions);
    this.right = products.block();
    for (int i = 0; i < BATCH / InnerProducts.BLOCK; i++) {
      left.add(products.block());
    }
  }

  /**
   * For each vector the rows with the largest inner products, the largest first; of equal ones the
   * first. Where there are fewer rows than wanted, the product is negative infinity.
   *
   * @param vectors shape (any, dimensions)
   * @param from the first vector looked at
   * @param count how many are, {@value #BATCH} at most
   * @param rows shape (rowCount, dimensions)
   * @param nearest shape (any, wanted), filled from row {@code from} on
   * @param product with the nearest; of the same shape
   */
  void find(
      float[] vectors,
      int from,
      int count,
      float[] rows,
      int rowCount,
      int[] nearest,
      float[] product) {
    int at = from;
    for (Block block : left) {
      int number = Math.min(InnerProducts.BLOCK, from + count - at);
      block.clear();
      block.add(vectors, at, number);
      at += number;
    }
    find(from, count, rows, rowCount, nearest, product);
  }

  /**
   * The same for embeddings as tables hold them, {@value #BATCH} at most.
   *
   * @param nearest shape (embeddings, wanted) at least
   * @param product of the same shape
   */
  void find(List<byte[]> embeddings, float[] rows, int rowCount, int[] nearest, float[] product) {
    left.forEach(Block::clear);
    for (int i = 0; i < embeddings.size(); i++) {
      left.get(i / InnerProducts.BLOCK).add(embeddings.get(i));
    }
    find(0, embeddings.size(), rows, rowCount, nearest, product);
  }

  private void find(
      int from, int count, float[] rows, int rowCount, int[] nearest, float[] product) {
    Arrays.fill(nearest, from * wanted, (from + count) * wanted, 0);
    Arrays.fill(product, from * wanted, (from + count) * wanted, Float.NEGATIVE_INFINITY);
    for (int row = 0; row < rowCount; row += InnerProducts.BLOCK) {
      right.clear();
      right.add(rows, row, Math.min(InnerProducts.BLOCK, rowCount - row));
      int at = from;
      for (Block block : left) {
        if (block.count() > 0) {
          take(products.multiply(block, right), block.count(), row, at, nearest, product);
          at += block.count();
        }
      }
    }
  }

  private void take(
      float[] found, int count, int firstRow, int at, int[] nearest, float[] product) {
    int columns = right.count();
    for (int i = 0; i < count; i++) {
      int first = (at + i) * wanted;
      int last = first + wanted - 1;
      float least = product[last];
      int line = i * InnerProducts.BLOCK;
      for (int j = 0; j < columns; j++) {
        float value = found[line + j];
        if (value > least) {
          insert(value, firstRow + j, first, last, nearest, product);
          least = product[last];
        }
      }
    }
  }

  private static void insert(
      float value, int row, int first, int last, int[] nearest, float[] product) {
    int at = last;
    for (; at > first && product[at - 1] < value; at--) {
      product[at] = product[at - 1];
      nearest[at] = nearest[at - 1];
    }
    product[at] = value;
    nearest[at] = row;
  }

  @Override
  public void close() {
    products.close();
  }
}
