package io.winnow.dedup.semantic;

import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import io.winnow.dedup.kmeans.Centroids;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the centroids of k-means that are nearest to each vector. */
public final class NearestCentroids extends TableStage {
  public static final Column<int[]> NEAREST_FIRST =
      Column.numbers("centroids", "numbers of the nearest centroids, the nearest first");

  /** The nearest centroids of each document with a vector. */
  public static final Table NEAREST = Table.aligned("nearest", NEAREST_FIRST);

  private final int neighbours;

  /**
   * @param neighbours how many are wanted besides the nearest
   */
  public NearestCentroids(int neighbours) {
    super(FindCentroids.WORD, List.of(EmbeddingTable.EMBEDDINGS, FindCentroids.CENTROIDS), NEAREST);
    this.neighbours = neighbours;
  }

  @Override
  public boolean isNeeded(Inputs inputs) {
    return !inputs.shards().isEmpty();
  }

  @Override
  public String settings(Inputs inputs) {
    return String.valueOf(neighbours);
  }

  @Override
  public Work work(Inputs inputs) {
    return Work.perShard(new Find(1 + neighbours));
  }

  private record Find(int wanted) implements ShardFunction {
    @Override
    public void compute(ShardInput from, ShardOutput to) throws IOException {
      Centroids centroids = FindCentroids.read(from);
      VectorBatches.readVectors(
          from,
          (there, embeddings, none) -> {
            int[][] found = centroids.nearest(embeddings, wanted);
            int at = 0;
            for (boolean vector : there) {
              int @Nullable [] nearest = vector ? found[at++] : null;
              to.write(NEAREST, new @Nullable Object[] {nearest});
            }
          });
    }
  }
}
