package io.winnow.dedup.semantic;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Splits the cells that {@link FindCrowdedCells} found, each by a sample of its documents. The
 * parts are rows of the first shard.
 *
 * <p>Memory: the samples of the crowded cells of one partition, {@value #SAMPLE} documents each, 6
 * bytes a dimension.
 */
public final class FindParts
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  /** Name of the list that comes out. */
  public static final String TABLE = "parts";

  /** Of the packed rows that come out; parts of a cell are numbered from 0. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.number("number", "of the cell that is split"),
          Column.number("part", "number of the part in the cell"),
          Column.bytes("centroid", "of the part, of length 1, as half floats"));

  /** Documents of a crowded cell that it is split by. */
  static final int SAMPLE = 20_000;

  /** Share of what is allowed that parts are made for, since other documents are not the sample. */
  static final double FILL = 0.75;

  private static final Schema SAMPLED =
      Schema.of(
          Column.number("cell", ""),
          Column.number("hash", ""),
          Column.id("id", ""),
          Column.bytes("embedding", ""));

  private final int most;
  private final CorpusFolder folder;
  private final Shard first;
  private final long seed;
  private final int partitions;

  /**
   * @param most documents that a cell may have
   * @param shards all there are; the first one knows what is crowded
   */
  public FindParts(int most, CorpusFolder folder, List<Shard> shards, long seed) {
    this.most = most;
    this.folder = folder;
    this.first = shards.get(0);
    this.seed = seed;
    long rows = shards.stream().mapToLong(Shard::rows).sum();
    this.partitions = (int) Math.max(8, Math.min(4096, rows / (4L * most)));
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    return shards
        .apply("Sample", ParDo.of(new Sample(folder, first, seed, partitions)))
        .setCoder(BlockCoder.of(SAMPLED))
        .apply("By cell", GroupByKey.create())
        .apply("Split", ParDo.of(new Split(most, folder, first, seed)))
        .setCoder(BlockCoder.of(SCHEMA));
  }

  private static double share(@Nullable Long documents) {
    return documents == null ? 0 : Math.min(1, (double) SAMPLE / documents);
  }

  private static final class Sample extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;
    private final Shard first;
    private final long seed;
    private final int partitions;

    Sample(CorpusFolder folder, Shard first, long seed, int partitions) {
      this.folder = folder;
      this.first = first;
      this.seed = seed;
      this.partitions = partitions;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      Map<Integer, Long> crowded = FindCrowdedCells.read(folder, first);
      PackedRows packed =
          new PackedRows(SAMPLED, (partition, block) -> out.output(KV.of(partition, block)));
      try (AlignedReader reader =
          AlignedReader.open(
              folder,
              shard.name(),
              Columns.of(SemanticTables.NEAREST, "centroids"),
              Columns.of(DocumentTable.IDS.name(), "id"),
              Columns.of(SemanticTables.EMBEDDINGS, "embedding"))) {
        for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
          DocumentId id = (DocumentId) Objects.requireNonNull(row[1]);
          if (row[0] instanceof int[] nearest
              && Chance.unit(id, "splits", seed) < share(crowded.get(nearest[0]))) {
            long hash = Chance.bits(id, "splits/order", seed);
            packed.add(nearest[0] % partitions, (long) nearest[0], hash, id, row[2]);
          }
        }
      }
      packed.flush();
    }
  }

  private static final class Split
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final int most;
    private final CorpusFolder folder;
    private final Shard first;
    private final long seed;

    Split(int most, CorpusFolder folder, Shard first, long seed) {
      this.most = most;
      this.folder = folder;
      this.first = first;
      this.seed = seed;
    }

    private record Drawn(long hash, DocumentId id, byte[] embedding) {}

    @ProcessElement
    public void split(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      Map<Integer, Long> crowded = FindCrowdedCells.read(folder, first);
      Map<Long, List<Drawn>> cells = new TreeMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            SAMPLED,
            block,
            row ->
                cells
                    .computeIfAbsent((Long) row[0], cell -> new ArrayList<>())
                    .add(
                        new Drawn(
                            (Long) Objects.requireNonNull(row[1]),
                            (DocumentId) Objects.requireNonNull(row[2]),
                            (byte[]) Objects.requireNonNull(row[3]))));
      }
      PackedRows packed = new PackedRows(SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
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
              packed.add(0, cell, (long) i, Embedding.toBytes(parts.get(i)));
            }
          });
      packed.flush();
    }
  }
}
