package io.winnow.dedup.semantic;

import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the vectors of a shard, so many at a time that products of matrices are worth their name.
 */
final class VectorBatches {
  /** Rows in a batch: 12 MB at 384 dimensions. */
  private static final int ROWS = 16 * NearestRows.BATCH;

  private VectorBatches() {}

  /** Takes a batch. */
  interface Batches {
    /**
     * @param there for each row whether it has a vector
     * @param embeddings of the rows that have
     * @param centroids the nearest of each of those, the nearest first; none if not asked for
     */
    void accept(boolean[] there, List<byte[]> embeddings, List<int[]> centroids) throws IOException;
  }

  /** Reads the embeddings of a shard and the numbers of their nearest centroids. */
  static void read(CorpusFolder folder, Shard shard, Batches batches) throws IOException {
    read(
        folder,
        shard,
        List.of(
            Columns.of(SemanticTables.EMBEDDINGS, "embedding"),
            Columns.of(SemanticTables.NEAREST, "centroids")),
        batches);
  }

  /** Reads the embeddings of a shard; no centroids are known yet. */
  static void readVectors(CorpusFolder folder, Shard shard, Batches batches) throws IOException {
    read(folder, shard, List.of(Columns.of(SemanticTables.EMBEDDINGS, "embedding")), batches);
  }

  private static void read(CorpusFolder folder, Shard shard, List<Columns> columns, Batches batches)
      throws IOException {
    try (AlignedReader reader = AlignedReader.open(folder, shard.name(), columns)) {
      List<@Nullable Object[]> rows = new ArrayList<>();
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
        if (rows.size() == ROWS) {
          hand(rows, batches);
          rows.clear();
        }
      }
      hand(rows, batches);
    }
  }

  private static void hand(List<@Nullable Object[]> rows, Batches batches) throws IOException {
    boolean[] there = new boolean[rows.size()];
    List<byte[]> embeddings = new ArrayList<>();
    List<int[]> centroids = new ArrayList<>();
    for (int i = 0; i < there.length; i++) {
      @Nullable Object[] row = rows.get(i);
      byte[] embedding = (byte[]) row[0];
      if (embedding != null) {
        there[i] = true;
        embeddings.add(embedding);
        if (row.length > 1) {
          centroids.add((int[]) Objects.requireNonNull(row[1]));
        }
      }
    }
    batches.accept(there, embeddings, centroids);
  }
}
