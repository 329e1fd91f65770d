package io.winnow.dedup.semantic;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.semantic.Centroids.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a corpus: one for each centroid of k-means, or several where {@link FindSplits} says
 * so.
 */
public final class Cells {
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
  public static Cells whole() {
    return new Cells(Map.of());
  }

  /**
   * Reads what {@link FindSplits} wrote.
   *
   * @param first the first shard of the corpus
   */
  public static Cells read(CorpusFolder folder, Shard first) throws IOException {
    Map<Integer, List<@Nullable Object[]>> rows = new TreeMap<>();
    try (TableReader reader = TableReader.open(folder.table(FindSplits.TABLE, first.name()))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        int cell = Math.toIntExact((Long) Objects.requireNonNull(row[1]));
        rows.computeIfAbsent(cell, c -> new ArrayList<>()).add(row);
      }
    }
    Map<Integer, Parts> split = new HashMap<>();
    rows.forEach(
        (cell, parts) ->
            split.put(
                cell,
                new Parts(
                    Centroids.of(parts.stream().map(part -> (byte[]) part[2]).toList()),
                    parts.stream().mapToLong(part -> (Long) part[3]).toArray(),
                    parts.stream().mapToLong(part -> (Long) part[4]).toArray())));
    return new Cells(split);
  }

  /**
   * Where a document is compared.
   *
   * @param number of its cell
   * @param neighbours the cells of the next nearest centroids, without those that are cut by
   *     digests
   */
  public record Place(long number, int[] neighbours) {}

  /** For each row of a shard its place, null where there is no vector. */
  public void of(CorpusFolder folder, Shard shard, Rows<Place> rows) throws IOException {
    VectorBatches.read(
        folder,
        shard,
        (there, embeddings, centroids) -> {
          List<Place> found = of(embeddings, centroids);
          int at = 0;
          for (boolean vector : there) {
            rows.accept(vector ? found.get(at++) : null);
          }
        });
  }

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
