package io.winnow.dedup.semantic;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.dedup.kmeans.Splitting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Splits the cells that {@link FindCrowdedCells} found, each by a sample of its documents. The
 * parts are rows of the first shard.
 *
 * <p>Memory: the samples of the crowded cells of one partition, {@value #SAMPLE} documents each, 6
 * bytes a dimension.
 */
public final class FindParts extends TableStage {
  public static final Column<Long> NUMBER = Column.number("number", "of the cell that is split");
  public static final Column<Long> PART =
      Column.number("part", "number of the part in the cell, from 0");
  public static final Column<byte[]> CENTROID =
      Column.bytes("centroid", "of the part, of length 1, as half floats");

  /** The parts of crowded cells. */
  public static final Table PARTS = Table.inFirstShard("parts", NUMBER, PART, CENTROID);

  /** Documents of a crowded cell that it is split by. */
  static final int SAMPLE = 20_000;

  /** Share of what is allowed that parts are made for, since other documents are not the sample. */
  static final double FILL = 0.75;

  private static final Schema SAMPLED =
      Schema.of(NUMBER, Drawn.HASH, DocumentTable.ID, EmbeddingTable.EMBEDDING);

  private final int most;
  private final long seed;

  /**
   * @param most documents that a cell may have
   * @param seed of the samples and of k-means
   */
  public FindParts(int most, long seed) {
    super(
        FindCentroids.WORD,
        List.of(
            EmbeddingTable.EMBEDDINGS,
            NearestCentroids.NEAREST,
            DocumentTable.IDS,
            FindCrowdedCells.CROWDED),
        PARTS);
    this.most = most;
    this.seed = seed;
  }

  /** The centroids of the parts, by cell. */
  static Map<Integer, List<byte[]>> read(ShardInput from) throws IOException {
    Map<Integer, List<byte[]>> parts = new TreeMap<>();
    from.forEach(
        PARTS.columns(NUMBER, CENTROID),
        row ->
            parts
                .computeIfAbsent(Math.toIntExact(row.get(NUMBER)), cell -> new ArrayList<>())
                .add(row.get(CENTROID)));
    return parts;
  }

  @Override
  public boolean isNeeded(Inputs inputs) throws IOException {
    return FindCrowdedCells.any(inputs);
  }

  @Override
  public String settings(Inputs inputs) {
    return most + " " + seed;
  }

  @Override
  public Work work(Inputs inputs) {
    Partitions partitions = Partitions.ofDocuments(inputs.shards(), 4L * most);
    ShardInput first = inputs.of(inputs.shards().get(0));
    long chance = seed;
    int limit = most;
    return Work.shuffle(
        inputs,
        SAMPLED,
        (from, out) -> sample(from, chance, partitions, out),
        PARTS,
        (rows, out) -> split(rows, FindCrowdedCells.read(first), limit, chance, out));
  }

  private static double share(@Nullable Long documents) {
    return documents == null ? 0 : Math.min(1, (double) SAMPLE / documents);
  }

  private static void sample(ShardInput from, long seed, Partitions partitions, PackedRows out)
      throws IOException {
    Map<Integer, Long> crowded = FindCrowdedCells.read(from);
    from.forEach(
        List.of(
            NearestCentroids.NEAREST.columns(NearestCentroids.NEAREST_FIRST),
            DocumentTable.IDS.columns(DocumentTable.ID),
            EmbeddingTable.EMBEDDINGS.columns(EmbeddingTable.EMBEDDING)),
        row -> {
          DocumentId id = row.get(DocumentTable.ID);
          int[] nearest = row.getOrNull(NearestCentroids.NEAREST_FIRST);
          if (nearest != null && Chance.unit(id, "splits", seed) < share(crowded.get(nearest[0]))) {
            out.add(
                partitions.of(nearest[0]),
                (long) nearest[0],
                Chance.bits(id, "splits/order", seed),
                id,
                row.get(EmbeddingTable.EMBEDDING));
          }
        });
  }

  private static void split(
      Rows rows, Map<Integer, Long> crowded, int most, long seed, PackedRows out) {
    Map<Long, List<Drawn>> cells = rows.groups(row -> row.get(NUMBER), Drawn::of);
    cells.forEach(
        (cell, drawn) -> {
          int dimensions = drawn.get(0).dimensions();
          float[] vectors = Drawn.vectors(drawn);
          double share = share(crowded.get(Math.toIntExact(cell)));
          int limit = (int) Math.max(1, FILL * most * share);
          List<float[]> parts =
              new Splitting(vectors, drawn.size(), dimensions, limit, seed).parts();
          for (int i = 0; i < parts.size(); i++) {
            out.add(0, cell, (long) i, Embedding.toBytes(parts.get(i)));
          }
        });
  }
}
