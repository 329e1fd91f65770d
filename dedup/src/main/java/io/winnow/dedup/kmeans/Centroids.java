package io.winnow.dedup.kmeans;

import java.util.Arrays;
import java.util.List;

/**
 * The centroids of a corpus. Where there are none, since no document has a vector or none of those
 * that have was drawn, all belong to cell 0.
 */
public final class Centroids {
  private final float[] rows; // (count, dimensions)
  private final int count;
  private final int dimensions;

  private Centroids(float[] rows, int count, int dimensions) {
    this.rows = rows;
    this.count = count;
    this.dimensions = dimensions;
  }

  /** These, in their order, as tables hold them. */
  public static Centroids of(List<byte[]> embeddings) {
    int dimensions = embeddings.isEmpty() ? 0 : embeddings.get(0).length / 2;
    return new Centroids(
        Vectors.ofLengthOne(embeddings, dimensions), embeddings.size(), dimensions);
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /**
   * For each embedding the numbers of the nearest centroids, the nearest first.
   *
   * @param embeddings as tables hold them
   * @param wanted how many for each; fewer if there are fewer centroids
   */
  public int[][] nearest(List<byte[]> embeddings, int wanted) {
    int[][] all = new int[embeddings.size()][];
    if (count == 0) {
      Arrays.setAll(all, i -> new int[] {0});
      return all;
    }
    int each = Math.min(wanted, count);
    int[] nearest = new int[NearestRows.BATCH * each];
    float[] products = new float[nearest.length];
    try (NearestRows search = new NearestRows(dimensions, each)) {
      for (int from = 0; from < all.length; from += NearestRows.BATCH) {
        int number = Math.min(NearestRows.BATCH, all.length - from);
        search.find(embeddings.subList(from, from + number), rows, count, nearest, products);
        for (int i = 0; i < number; i++) {
          all[from + i] = Arrays.copyOfRange(nearest, i * each, (i + 1) * each);
        }
      }
    }
    return all;
  }
}
