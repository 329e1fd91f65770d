package io.winnow.dedup.semantic;

import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Table.Columns;
import io.winnow.dedup.kmeans.InnerProducts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the vectors of a shard, so many at a time that products of matrices are worth their name.
 */
final class VectorBatches {
  /** Rows in a batch: 12 MB at 384 dimensions. */
  private static final int ROWS = 64 * InnerProducts.BLOCK;

  private VectorBatches() {}

  /** Takes a batch. */
  @FunctionalInterface
  interface Batches {
    /**
     * @param there for each row whether it has a vector
     * @param embeddings of the rows that have
     * @param centroids the nearest of each of those, the nearest first; none if not asked for
     */
    void accept(boolean[] there, List<byte[]> embeddings, List<int[]> centroids) throws IOException;
  }

  /** Reads the embeddings of a shard and the numbers of their nearest centroids. */
  static void read(ShardInput from, Batches batches) throws IOException {
    read(from, true, batches);
  }

  /** Reads the embeddings of a shard; no centroids are known yet. */
  static void readVectors(ShardInput from, Batches batches) throws IOException {
    read(from, false, batches);
  }

  private static void read(ShardInput from, boolean nearest, Batches batches) throws IOException {
    List<Columns> columns = new ArrayList<>();
    columns.add(EmbeddingTable.EMBEDDINGS.columns(EmbeddingTable.EMBEDDING));
    if (nearest) {
      columns.add(NearestCentroids.NEAREST.columns(NearestCentroids.NEAREST_FIRST));
    }
    List<Row> rows = new ArrayList<>();
    from.forEach(
        columns,
        row -> {
          rows.add(row);
          if (rows.size() == ROWS) {
            hand(rows, nearest, batches);
            rows.clear();
          }
        });
    hand(rows, nearest, batches);
  }

  private static void hand(List<Row> rows, boolean nearest, Batches batches) throws IOException {
    boolean[] there = new boolean[rows.size()];
    List<byte[]> embeddings = new ArrayList<>();
    List<int[]> centroids = new ArrayList<>();
    for (int i = 0; i < there.length; i++) {
      Row row = rows.get(i);
      byte[] embedding = row.getOrNull(EmbeddingTable.EMBEDDING);
      if (embedding != null) {
        there[i] = true;
        embeddings.add(embedding);
        if (nearest) {
          centroids.add(row.get(NearestCentroids.NEAREST_FIRST));
        }
      }
    }
    batches.accept(there, embeddings, centroids);
  }
}
