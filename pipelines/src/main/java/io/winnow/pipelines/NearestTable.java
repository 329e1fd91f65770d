package io.winnow.pipelines;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.semantic.Centroids;
import io.winnow.dedup.semantic.SemanticTables;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.util.List;

/** The map stage {@code nearest}: the centroids of k-means that are nearest to each vector. */
final class NearestTable implements ShardFunction {
  private final Shard first;
  private final int wanted;

  /**
   * @param first shard of the corpus, where the centroids are
   * @param wanted how many of the nearest
   */
  NearestTable(Shard first, int wanted) {
    this.first = first;
    this.wanted = wanted;
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(SemanticTables.NEAREST, SemanticTables.NEAREST_SCHEMA));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    Centroids.read(folder, first).nearest(folder, shard, wanted, row -> to.write(0, row));
  }
}
