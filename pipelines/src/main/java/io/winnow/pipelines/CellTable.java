package io.winnow.pipelines;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.semantic.Cells;
import io.winnow.dedup.semantic.SemanticTables;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The map stage {@code cells}: which documents are compared with each other. Its receipts say how
 * many documents of each kind have a cell.
 */
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
    Cells cells = split ? Cells.read(folder, first) : Cells.whole();
    try (TableReader kinds =
        TableReader.open(
            folder.table(DocumentTable.DOCUMENTS.name(), shard.name()), List.of("kind"))) {
      cells.of(
          folder,
          shard,
          place -> {
            @Nullable Object[] kind = Objects.requireNonNull(kinds.next());
            if (place == null) {
              to.write(0, null, null);
            } else {
              to.write(0, place.number(), place.neighbours());
              to.count(0, String.valueOf(kind[0]), 1);
            }
          });
    }
  }
}
