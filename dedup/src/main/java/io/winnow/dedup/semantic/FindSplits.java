package io.winnow.dedup.semantic;

import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.dedup.kmeans.Centroids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the documents of the parts of crowded cells and gives the parts numbers as cells; those
 * that are still too large, whose vectors are all alike, will be cut by the digests of the vectors.
 * The parts are rows of the first shard.
 *
 * <p>Memory: the centroids of all parts, in every worker.
 */
public final class FindSplits extends TableStage {
  public static final Column<Long> AT = Column.number("at", "place of the part among all parts");
  public static final Column<Long> CELL =
      Column.number("cell", "number of the centroid whose cell is split");
  public static final Column<Long> NUMBER =
      Column.number("number", "of the part's first piece, as a cell");
  public static final Column<Long> PIECES =
      Column.number("pieces", "into which it is cut by digests of vectors");

  /** The parts of crowded cells as cells of their own. */
  public static final Table SPLITS =
      Table.inFirstShard("splits", AT, CELL, FindParts.CENTROID, NUMBER, PIECES);

  private static final Column<Long> DOCUMENTS = Column.number("documents", "of the part");
  private static final Schema COUNTED = Schema.of(CELL, FindParts.PART, DOCUMENTS);

  private final int most;

  /**
   * @param most documents that a cell may have
   */
  public FindSplits(int most) {
    super(
        FindCentroids.WORD,
        List.of(
            EmbeddingTable.EMBEDDINGS,
            NearestCentroids.NEAREST,
            FindCentroids.CENTROIDS,
            FindParts.PARTS),
        SPLITS);
    this.most = most;
  }

  /** Reads them. */
  static Cells read(ShardInput from) throws IOException {
    Map<Integer, List<Row>> rows = new TreeMap<>();
    from.forEach(
        SPLITS.columns(CELL, FindParts.CENTROID, NUMBER, PIECES),
        row ->
            rows.computeIfAbsent(Math.toIntExact(row.get(CELL)), cell -> new ArrayList<>())
                .add(row));
    Map<Integer, Cells.Parts> split = new HashMap<>();
    rows.forEach(
        (cell, parts) ->
            split.put(
                cell,
                new Cells.Parts(
                    Centroids.of(parts.stream().map(part -> part.get(FindParts.CENTROID)).toList()),
                    parts.stream().mapToLong(part -> part.get(NUMBER)).toArray(),
                    parts.stream().mapToLong(part -> part.get(PIECES)).toArray())));
    return new Cells(split);
  }

  @Override
  public boolean isNeeded(Inputs inputs) throws IOException {
    return FindCrowdedCells.any(inputs);
  }

  @Override
  public String settings(Inputs inputs) {
    return String.valueOf(most);
  }

  @Override
  public Work work(Inputs inputs) {
    ShardInput first = inputs.of(inputs.shards().get(0));
    int limit = most;
    return Work.shuffle(
        inputs, COUNTED, FindSplits::count, SPLITS, (rows, out) -> number(first, limit, rows, out));
  }

  private static void count(ShardInput from, PackedRows out) throws IOException {
    Map<Integer, Cells.Parts> split = new HashMap<>();
    FindParts.read(from)
        .forEach(
            (cell, centroids) ->
                split.put(
                    cell, new Cells.Parts(Centroids.of(centroids), new long[0], new long[0])));
    Cells cells = new Cells(split);
    Map<Integer, Map<Integer, Long>> counts = new TreeMap<>();
    VectorBatches.read(
        from,
        (there, embeddings, nearest) -> {
          int[] centroids = nearest.stream().mapToInt(of -> of[0]).toArray();
          int[] found = cells.parts(embeddings, centroids);
          for (int i = 0; i < found.length; i++) {
            if (found[i] >= 0) {
              counts
                  .computeIfAbsent(centroids[i], cell -> new TreeMap<>())
                  .merge(found[i], 1L, Long::sum);
            }
          }
        });
    counts.forEach(
        (cell, parts) ->
            parts.forEach((part, documents) -> out.add(0, (long) cell, (long) part, documents)));
  }

  private static void number(ShardInput first, int most, Rows rows, PackedRows out)
      throws IOException {
    Map<Long, Map<Long, Long>> counts = new TreeMap<>();
    rows.forEach(
        row ->
            counts
                .computeIfAbsent(row.get(CELL), cell -> new TreeMap<>())
                .merge(row.get(FindParts.PART), row.get(DOCUMENTS), Long::sum));
    long at = 0;
    long next = FindCentroids.read(first).count();
    for (Map.Entry<Integer, List<byte[]>> cell : FindParts.read(first).entrySet()) {
      Map<Long, Long> documents = counts.getOrDefault((long) cell.getKey(), Map.of());
      for (int part = 0; part < cell.getValue().size(); part++) {
        long size = documents.getOrDefault((long) part, 0L);
        long pieces = size <= most ? 1 : (long) Math.ceil(size / (FindParts.FILL * most));
        out.add(0, at++, (long) cell.getKey(), cell.getValue().get(part), next, pieces);
        next += pieces;
      }
    }
  }
}
