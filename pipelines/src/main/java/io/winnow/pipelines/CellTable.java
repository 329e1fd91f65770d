package io.winnow.pipelines;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.semantic.Centroids;
import io.winnow.dedup.semantic.SemanticTables;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The map stage {@code cells}: the centroid that is nearest to each vector. */
final class CellTable implements ShardFunction {
  private final Shard first;

  /**
   * @param first shard of the corpus, where the centroids are
   */
  CellTable(Shard first) {
    this.first = first;
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(SemanticTables.CELLS, SemanticTables.CELLS_SCHEMA));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    Centroids centroids = Centroids.read(folder, first);
    try (TableReader reader =
        TableReader.open(
            folder.table(SemanticTables.EMBEDDINGS, shard.name()), List.of("embedding"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        to.write(0, row[0] == null ? null : centroids.nearest((byte[]) row[0]));
      }
    }
  }
}
