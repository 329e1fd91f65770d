package io.winnow.dedup.semantic;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * Says which documents are compared with each other: those of one cell of k-means, or of one part
 * of it where it is crowded. Its receipts say how many documents of each kind have a cell.
 */
public final class AssignCells extends TableStage {
  public static final Column<Long> CELL =
      Column.number("cell", "number of the nearest centroid, or of a part of its cell");
  public static final Column<int[]> NEIGHBOURS =
      Column.numbers("neighbours", "numbers of the next nearest, for the second look");

  /** The cell of each document with a vector. */
  public static final Table CELLS = Table.aligned("cells", CELL, NEIGHBOURS);

  public AssignCells() {
    super(
        FindCentroids.WORD,
        List.of(
            DocumentTable.DOCUMENTS,
            EmbeddingTable.EMBEDDINGS,
            NearestCentroids.NEAREST,
            FindCrowdedCells.CROWDED),
        CELLS);
  }

  @Override
  public boolean isNeeded(Inputs inputs) {
    return !inputs.shards().isEmpty();
  }

  /** Which splits are read, so that those of an earlier run, which may lie there, do not count. */
  @Override
  public String settings(Inputs inputs) throws IOException {
    return FindCrowdedCells.any(inputs)
        ? "splits " + inputs.receipts(FindSplits.SPLITS).get(0).file().digest()
        : "whole";
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    return Work.perShard(new Assign(FindCrowdedCells.any(inputs)));
  }

  /**
   * @param split whether some cells are
   */
  private record Assign(boolean split) implements ShardFunction {
    @Override
    public void compute(ShardInput from, ShardOutput to) throws IOException {
      Cells cells = split ? FindSplits.read(from) : Cells.whole();
      try (TableReader kinds = from.list(DocumentTable.DOCUMENTS, DocumentTable.KIND)) {
        VectorBatches.read(
            from,
            (there, embeddings, centroids) -> {
              Iterator<Cells.Place> places = cells.of(embeddings, centroids).iterator();
              for (boolean vector : there) {
                Row kind = Objects.requireNonNull(kinds.row());
                if (vector) {
                  Cells.Place place = places.next();
                  to.write(CELLS, place.number(), place.neighbours());
                  to.count(CELLS, kind.get(DocumentTable.KIND), 1);
                } else {
                  to.writeNothing(CELLS);
                }
              }
            });
      }
    }
  }
}
