package io.winnow.pipelines;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.semantic.Cells;
import io.winnow.dedup.semantic.SemanticTables;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.util.List;

/** The map stage {@code cells}: which documents are compared with each other. */
final class CellTable implements ShardFunction {
  private final Shard first;
  private final boolean split;

  /**
   * @param first shard of the corpus, where the parts of crowded cells are
   * @param split whether there are any
   */
  CellTable(Shard first, boolean split) {
    this.first = first;
    this.split = split;
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(SemanticTables.CELLS, SemanticTables.CELLS_SCHEMA));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    (split ? Cells.read(folder, first) : Cells.whole())
        .of(
            folder,
            shard,
            place ->
                to.write(
                    0,
                    place == null ? null : place.number(),
                    place == null ? null : place.neighbours()));
  }
}
