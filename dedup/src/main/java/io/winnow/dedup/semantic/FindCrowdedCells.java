package io.winnow.dedup.semantic;

import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.HashMap;
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
 * Counts the documents of the cells of k-means. Those that have more than a worker may be asked to
 * compare are rows of the first shard.
 *
 * <p>Memory: a number for each cell.
 */
public final class FindCrowdedCells
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  /** Name of the list that comes out. */
  public static final String TABLE = "crowded";

  /** Of the packed rows that come out. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.number("number", "of the cell, which is that of its centroid"),
          Column.number("documents", "documents that have the centroid nearest"));

  private final int most;
  private final CorpusFolder folder;

  /**
   * @param most documents that a cell may have
   */
  public FindCrowdedCells(int most, CorpusFolder folder) {
    this.most = most;
    this.folder = folder;
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    return shards
        .apply("Count", ParDo.of(new Count(folder)))
        .setCoder(BlockCoder.of(SCHEMA))
        .apply("To one worker", GroupByKey.create())
        .apply("Choose", ParDo.of(new Choose(most)))
        .setCoder(BlockCoder.of(SCHEMA));
  }

  /** The documents of each crowded cell, as {@code first} holds them. */
  static Map<Integer, Long> read(CorpusFolder folder, Shard first) throws IOException {
    Map<Integer, Long> crowded = new HashMap<>();
    try (TableReader reader =
        TableReader.open(folder.table(TABLE, first.name()), List.of("number", "documents"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        crowded.put(
            Math.toIntExact((Long) Objects.requireNonNull(row[0])),
            (Long) Objects.requireNonNull(row[1]));
      }
    }
    return crowded;
  }

  private static final class Count extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;

    Count(CorpusFolder folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void count(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      Map<Integer, Long> counts = new TreeMap<>();
      Columns nearest = Columns.of(SemanticTables.NEAREST, "centroids");
      try (AlignedReader reader = AlignedReader.open(folder, shard.name(), nearest)) {
        for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
          if (row[0] != null) {
            counts.merge(((int[]) row[0])[0], 1L, Long::sum);
          }
        }
      }
      PackedRows packed = new PackedRows(SCHEMA, (zero, block) -> out.output(KV.of(zero, block)));
      counts.forEach((cell, count) -> packed.add(0, (long) cell, count));
      packed.flush();
    }
  }

  private static final class Choose
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final int most;

    Choose(int most) {
      this.most = most;
    }

    @ProcessElement
    public void choose(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      Map<Long, Long> counts = new TreeMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            SCHEMA,
            block,
            row -> counts.merge((Long) row[0], (Long) Objects.requireNonNull(row[1]), Long::sum));
      }
      PackedRows packed = new PackedRows(SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      counts.forEach(
          (cell, documents) -> {
            if (documents > most) {
              packed.add(0, cell, documents);
            }
          });
      packed.flush();
    }
  }
}
