package io.winnow.dedup.semantic;

import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the documents of the cells of k-means. Those that have more than a worker may be asked to
 * compare are rows of the first shard.
 *
 * <p>Memory: a number for each cell.
 */
public final class FindCrowdedCells extends TableStage {
  public static final Column<Long> NUMBER =
      Column.number("number", "of the cell, which is that of its centroid");
  public static final Column<Long> DOCUMENTS =
      Column.number("documents", "documents that have the centroid nearest");

  /** The cells that have too many documents. */
  public static final Table CROWDED = Table.inFirstShard("crowded", NUMBER, DOCUMENTS);

  private final int most;

  /**
   * @param most documents that a cell may have
   */
  public FindCrowdedCells(int most) {
    super(FindCentroids.WORD, List.of(NearestCentroids.NEAREST), CROWDED);
    this.most = most;
  }

  /** The documents of each crowded cell. */
  static Map<Integer, Long> read(ShardInput from) throws IOException {
    Map<Integer, Long> crowded = new HashMap<>();
    from.forEach(
        CROWDED.columns(NUMBER, DOCUMENTS),
        row -> crowded.put(Math.toIntExact(row.get(NUMBER)), row.get(DOCUMENTS)));
    return crowded;
  }

  /** Whether there is one. */
  static boolean any(Inputs inputs) throws IOException {
    return !inputs.shards().isEmpty() && inputs.rows(CROWDED) > 0;
  }

  @Override
  public boolean isNeeded(Inputs inputs) {
    return !inputs.shards().isEmpty();
  }

  @Override
  public String settings(Inputs inputs) {
    return String.valueOf(most);
  }

  @Override
  public Work work(Inputs inputs) {
    int limit = most;
    return Work.shuffle(
        inputs,
        CROWDED.schema(),
        FindCrowdedCells::count,
        CROWDED,
        (rows, out) -> choose(limit, rows, out));
  }

  private static void count(ShardInput from, PackedRows out) throws IOException {
    Map<Integer, Long> counts = new TreeMap<>();
    from.forEach(
        NearestCentroids.NEAREST.columns(NearestCentroids.NEAREST_FIRST),
        row -> {
          int[] nearest = row.getOrNull(NearestCentroids.NEAREST_FIRST);
          if (nearest != null) {
            counts.merge(nearest[0], 1L, Long::sum);
          }
        });
    counts.forEach((cell, documents) -> out.add(0, (long) cell, documents));
  }

  private static void choose(int most, Rows rows, PackedRows out) {
    Map<Long, Long> counts = new TreeMap<>();
    rows.forEach(row -> counts.merge(row.get(NUMBER), row.get(DOCUMENTS), Long::sum));
    counts.forEach(
        (cell, documents) -> {
          if (documents > most) {
            out.add(0, cell, documents);
          }
        });
  }
}
