package io.winnow.dedup.semantic;

import io.winnow.corpus.Embedding;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The centroids of a corpus. */
public final class Centroids {
  private final float[] rows; // (count, dimensions)
  private final int count;
  private final int dimensions;
  private final float[] vector;

  private Centroids(float[] rows, int count, int dimensions) {
    this.rows = rows;
    this.count = count;
    this.dimensions = dimensions;
    this.vector = new float[dimensions];
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
    int dimensions = found.isEmpty() ? 0 : found.get(0).length / 2;
    float[] rows = new float[found.size() * dimensions];
    float[] vector = new float[dimensions];
    for (int i = 0; i < found.size(); i++) {
      Embedding.read(found.get(i), vector);
      Vectors.normalize(vector);
      System.arraycopy(vector, 0, rows, i * dimensions, dimensions);
    }
    return new Centroids(rows, found.size(), dimensions);
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Number of the centroid that is nearest to a vector as tables hold it. */
  public long nearest(byte[] embedding) {
    Embedding.read(embedding, vector);
    return Vectors.nearest(vector, 0, rows, count, dimensions);
  }
}
