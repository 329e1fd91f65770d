package io.winnow.dedup.kmeans;

import io.winnow.dedup.kmeans.InnerProducts.Block;
import java.util.List;

/** Finds the similar ones among all pairs of two lists of vectors. Belongs to one thread. */
public final class AllPairs {
  private final InnerProducts products;
  private final Block left;
  private final Block right;

  public AllPairs(InnerProducts products) {
    this.products = products;
    this.left = products.block();
    this.right = products.block();
  }

  /** Hears of a pair. */
  @FunctionalInterface
  public interface Pairs {
    void accept(int first, int second, float product);
  }

  /**
   * Gives the pairs, by their places in the lists.
   *
   * @param first embeddings as tables hold them
   * @param second others
   * @param threshold product from which on a pair is similar
   */
  public void find(List<byte[]> first, List<byte[]> second, double threshold, Pairs pairs) {
    float[] rows = Vectors.ofLengthOne(first, products.dimensions());
    float[] columns = Vectors.ofLengthOne(second, products.dimensions());
    for (int i = 0; i < first.size(); i += InnerProducts.BLOCK) {
      fill(left, rows, i, first.size());
      for (int j = 0; j < second.size(); j += InnerProducts.BLOCK) {
        fill(right, columns, j, second.size());
        float[] found = products.multiply(left, right);
        for (int row = 0; row < left.count(); row++) {
          for (int column = 0; column < right.count(); column++) {
            float product = found[row * InnerProducts.BLOCK + column];
            if (product >= threshold) {
              pairs.accept(i + row, j + column, product);
            }
          }
        }
      }
    }
  }

  private static void fill(Block block, float[] vectors, int from, int count) {
    block.clear();
    block.add(vectors, from, Math.min(InnerProducts.BLOCK, count - from));
  }
}
