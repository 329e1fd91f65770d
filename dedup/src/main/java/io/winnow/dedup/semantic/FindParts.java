package io.winnow.dedup.semantic;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.kmeans.Splitting;
import io.winnow.dedup.kmeans.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
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
public final class FindParts implements Stage {
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

  private static final Column<Long> HASH = Column.number("hash", "that the sample is sorted by");
  private static final Schema SAMPLED =
      Schema.of(NUMBER, HASH, DocumentTable.ID, EmbeddingTable.EMBEDDING);

  private final int most;
  private final long seed;

  /**
   * @param most documents that a cell may have
   * @param seed of the samples and of k-means
   */
  public FindParts(int most, long seed) {
    this.most = most;
    this.seed = seed;
  }

  /** The centroids of the parts, by cell. */
  static Map<Integer, List<byte[]>> read(CorpusFolder folder, Shard first) throws IOException {
    Map<Integer, List<byte[]>> parts = new TreeMap<>();
    try (TableReader rows =
        TableReader.open(folder, first.name(), PARTS.columns(NUMBER, CENTROID))) {
      for (Row row = rows.row(); row != null; row = rows.row()) {
        parts
            .computeIfAbsent(Math.toIntExact(row.get(NUMBER)), cell -> new ArrayList<>())
            .add(row.get(CENTROID));
      }
    }
    return parts;
  }

  @Override
  public String name() {
    return PARTS.name();
  }

  @Override
  public String word() {
    return FindCentroids.WORD;
  }

  @Override
  public List<Table> reads() {
    return List.of(
        EmbeddingTable.EMBEDDINGS,
        NearestCentroids.NEAREST,
        DocumentTable.IDS,
        FindCrowdedCells.CROWDED);
  }

  @Override
  public List<Table> writes() {
    return List.of(PARTS);
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
    CorpusFolder folder = inputs.folder();
    Shard first = inputs.shards().get(0);
    Partitions partitions = Partitions.ofDocuments(inputs.shards(), 4L * most);
    long chance = seed;
    int limit = most;
    Exchange.Reader<Shard> sample =
        (shard, out) ->
            sample(folder, shard, FindCrowdedCells.read(folder, first), chance, partitions, out);
    Exchange.Grouper split =
        (rows, out) -> split(rows, FindCrowdedCells.read(folder, first), limit, chance, out);
    return Work.shuffle(
        inputs.shards(),
        shards ->
            Map.of(
                PARTS,
                shards
                    .apply("Sample", Exchange.read(SAMPLED, sample))
                    .apply("Split", Exchange.group(SAMPLED, PARTS.packed(), split))));
  }

  private static double share(@Nullable Long documents) {
    return documents == null ? 0 : Math.min(1, (double) SAMPLE / documents);
  }

  private static void sample(
      CorpusFolder folder,
      Shard shard,
      Map<Integer, Long> crowded,
      long seed,
      Partitions partitions,
      PackedRows out)
      throws IOException {
    try (AlignedRows rows =
        AlignedRows.open(
            folder,
            shard.name(),
            List.of(
                NearestCentroids.NEAREST.columns(NearestCentroids.NEAREST_FIRST),
                DocumentTable.IDS.columns(DocumentTable.ID),
                EmbeddingTable.EMBEDDINGS.columns(EmbeddingTable.EMBEDDING)))) {
      for (Row row = rows.row(); row != null; row = rows.row()) {
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
      }
    }
  }

  private record Drawn(long hash, DocumentId id, byte[] embedding) {}

  private static void split(
      Rows rows, Map<Integer, Long> crowded, int most, long seed, PackedRows out) {
    Map<Long, List<Drawn>> cells = new TreeMap<>();
    rows.forEach(
        row ->
            cells
                .computeIfAbsent(row.get(NUMBER), cell -> new ArrayList<>())
                .add(
                    new Drawn(
                        row.get(HASH),
                        row.get(DocumentTable.ID),
                        row.get(EmbeddingTable.EMBEDDING))));
    cells.forEach(
        (cell, drawn) -> {
          drawn.sort(Comparator.comparingLong(Drawn::hash).thenComparing(Drawn::id));
          int dimensions = drawn.get(0).embedding().length / 2;
          float[] vectors =
              Vectors.ofLengthOne(drawn.stream().map(Drawn::embedding).toList(), dimensions);
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
