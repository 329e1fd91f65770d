package io.winnow.dedup.semantic;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  /**
   * Reads what {@link FindCentroids} wrote.
   *
   * @param first the first shard of the corpus
   */
  public static Centroids read(CorpusFolder folder, Shard first) throws IOException {
    List<byte[]> found = new ArrayList<>();
    try (TableReader reader =
        TableReader.open(folder.table(FindCentroids.TABLE, first.name()), List.of("centroid"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        found.add((byte[]) Objects.requireNonNull(row[0]));
      }
    }
    return of(found);
  }

  static Centroids of(List<byte[]> embeddings) {
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
  int[][] nearest(List<byte[]> embeddings, int wanted) {
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

  /**
   * For each row of a shard the numbers of the nearest centroids, null where there is no vector.
   *
   * @param wanted how many for each
   */
  public void nearest(CorpusFolder folder, Shard shard, int wanted, Rows<int[]> rows)
      throws IOException {
    VectorBatches.readVectors(
        folder,
        shard,
        (there, embeddings, none) -> {
          int[][] found = nearest(embeddings, wanted);
          int at = 0;
          for (boolean vector : there) {
            rows.accept(vector ? found[at++] : null);
          }
        });
  }

  /**
   * Takes rows one after another.
   *
   * @param <T> type of what is in them
   */
  @FunctionalInterface
  public interface Rows<T> {
    void accept(@Nullable T row) throws IOException;
  }
}
