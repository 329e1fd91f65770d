package io.winnow.dedup.semantic;

import io.winnow.dedup.kmeans.Centroids;
import io.winnow.dedup.kmeans.EmbeddingKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The cells of a corpus: one for each centroid of k-means, or several where {@link FindSplits} says
 * so.
 */
final class Cells {
  private final Map<Integer, Parts> split;

  Cells(Map<Integer, Parts> split) {
    this.split = split;
  }

  /**
   * A cell that is split. A document belongs to the part whose centroid is nearest; where even that
   * is too large, to a piece of it by the digest of its vector, so that equal ones stay together.
   *
   * @param centroids of the parts
   * @param numbers of the parts' first pieces
   * @param pieces in each part
   */
  record Parts(Centroids centroids, long[] numbers, long[] pieces) {}

  /** Where no cell is split. */
  static Cells whole() {
    return new Cells(Map.of());
  }

  /**
   * Where a document is compared.
   *
   * @param number of its cell
   * @param neighbours the cells of the next nearest centroids, without those that are cut by
   *     digests
   */
  record Place(long number, int[] neighbours) {}

  /**
   * The places of documents.
   *
   * @param embeddings as tables hold them
   * @param centroids for each the numbers of the nearest centroids, the nearest first
   */
  List<Place> of(List<byte[]> embeddings, List<int[]> centroids) {
    int ranks = centroids.stream().mapToInt(nearest -> nearest.length).max().orElse(0);
    int[][] parts = new int[ranks][];
    for (int rank = 0; rank < ranks; rank++) {
      int of = rank;
      parts[rank] =
          parts(embeddings, centroids.stream().mapToInt(c -> of < c.length ? c[of] : -1).toArray());
    }
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < centroids.size(); i++) {
      int[] nearest = centroids.get(i);
      List<Integer> neighbours = new ArrayList<>();
      for (int rank = 1; rank < nearest.length; rank++) {
        Parts there = split.get(nearest[rank]);
        int part = parts[rank][i];
        if (there == null || there.pieces[part] == 1) {
          neighbours.add(there == null ? nearest[rank] : (int) there.numbers[part]);
        }
      }
      Parts found = split.get(nearest[0]);
      long number = nearest[0];
      if (found != null) {
        int part = parts[0][i];
        number = found.numbers[part] + piece(embeddings.get(i), found.pieces[part]);
      }
      places.add(new Place(number, neighbours.stream().mapToInt(cell -> cell).toArray()));
    }
    return places;
  }

  private static long piece(byte[] embedding, long pieces) {
    return pieces == 1 ? 0 : Long.remainderUnsigned(EmbeddingKey.hash(embedding), pieces);
  }

  /** For each document the number of its part in a cell that is split, -1 in others. */
  int[] parts(List<byte[]> embeddings, int[] centroids) {
    Map<Integer, List<Integer>> together = new TreeMap<>();
    for (int i = 0; i < centroids.length; i++) {
      if (split.containsKey(centroids[i])) {
        together.computeIfAbsent(centroids[i], cell -> new ArrayList<>()).add(i);
      }
    }
    int[] parts = new int[centroids.length];
    Arrays.fill(parts, -1);
    together.forEach(
        (cell, documents) -> {
          int[][] nearest =
              Objects.requireNonNull(split.get(cell))
                  .centroids
                  .nearest(documents.stream().map(embeddings::get).toList(), 1);
          for (int i = 0; i < nearest.length; i++) {
            parts[documents.get(i)] = nearest[i][0];
          }
        });
    return parts;
  }
}
