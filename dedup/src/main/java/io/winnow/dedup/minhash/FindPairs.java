package io.winnow.dedup.minhash;

import io.winnow.corpus.RowId;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * From signatures to packed rows of candidates: each band of each signature gives a (hash, row)
 * pair, 16 bytes; equal hashes meet in one partition, sorted, and each row of an equal run makes a
 * pair with the run's first. Then equal pairs meet and are counted: in how many bands two rows met.
 *
 * <p>Rows of earlier runs sort behind those of the corpus, so the first of a run belongs to the
 * corpus, and a run without any such row makes no pair.
 *
 * <p>Memory: a partition of pairs ({@value #PAIRS_PER_PARTITION}, 48 bytes each while they sort) or
 * the pairs of the most frequent band hash.
 */
public final class FindPairs
    extends PTransform<PCollection<SignedShard>, PCollection<KV<Integer, byte[]>>> {
  /** Name of the list that comes out, in the shard of a pair's first row. */
  public static final String TABLE = "pairs_minhash";

  /** Of the packed rows that come out. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.number("row", "row in the shard"),
          Column.number("other", "where the other lies: shard and row in 32 bits"),
          Column.number("bands", "in how many bands they met"));

  private static final int PAIRS_PER_PARTITION = 2_000_000;

  /** What {@link PackedPairs} holds at first. */
  private static final Schema BAND =
      Schema.of(Column.number("band_hash", ""), Column.number("row_id", ""));

  /** And then. */
  private static final Schema PAIR =
      Schema.of(Column.number("row_id", ""), Column.number("other", ""));

  private final MinHashParameters parameters;
  private final int ownShards;
  private final long rows;

  /**
   * @param shards all there are: those of the corpus, numbered from 0, and then those of earlier
   *     runs
   * @param ownShards how many of them are the corpus's
   */
  public FindPairs(MinHashParameters parameters, List<SignedShard> shards, int ownShards) {
    this.parameters = parameters;
    this.ownShards = ownShards;
    this.rows = shards.stream().mapToLong(signed -> signed.shard().rows()).sum();
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<SignedShard> input) {
    int partitions = (int) Math.max(8, rows * parameters.bands() / PAIRS_PER_PARTITION + 1);
    return input
        .apply("Bands", ParDo.of(new ReadBands(parameters, partitions)))
        .setCoder(BlockCoder.of(BAND))
        .apply("By band hash", GroupByKey.create())
        .apply("Pairs", ParDo.of(new Pair(partitions, ownShards)))
        .setCoder(BlockCoder.of(PAIR))
        .apply("By pair", GroupByKey.create())
        .apply("Distinct pairs", ParDo.of(new Count()))
        .setCoder(BlockCoder.of(SCHEMA));
  }

  /** Upper bits, as the sort inside a partition looks at all. */
  private static int partition(long hash, int partitions) {
    return (int) ((hash >>> 32) * partitions >>> 32);
  }

  /** Shards to (hash, row) pairs. */
  private static final class ReadBands extends DoFn<SignedShard, KV<Integer, byte[]>> {
    private final MinHashParameters parameters;
    private final int partitions;

    ReadBands(MinHashParameters parameters, int partitions) {
      this.parameters = parameters;
      this.partitions = partitions;
    }

    @ProcessElement
    public void read(@Element SignedShard signed, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PackedPairs packed =
          new PackedPairs(partitions, (partition, block) -> out.output(KV.of(partition, block)));
      List<Columns> columns = new ArrayList<>();
      columns.add(Columns.of(SignatureTable.NAME, "signature"));
      if (signed.mask() != null) {
        columns.add(Columns.of(signed.mask(), "kept"));
      }
      long[] signature = new long[parameters.hashes()];
      try (AlignedReader reader =
          AlignedReader.open(signed.folder(), signed.shard().name(), columns)) {
        int row = 0;
        for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
          boolean wanted = signed.mask() == null || Boolean.TRUE.equals(values[1]);
          if (values[0] != null && wanted) {
            ByteBuffer.wrap((byte[]) values[0]).asLongBuffer().get(signature);
            for (int band = 0; band < parameters.bands(); band++) {
              long hash = Hashes.band(signature, band, parameters.rows());
              packed.add(partition(hash, partitions), hash, RowId.of(signed.shard().number(), row));
            }
          }
          row++;
        }
      }
      packed.flush();
    }
  }

  /** Runs of equal hashes to pairs of the run's first row and each other one. */
  private static final class Pair extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final int partitions;
    private final int ownShards;

    Pair(int partitions, int ownShards) {
      this.partitions = partitions;
      this.ownShards = ownShards;
    }

    @ProcessElement
    public void find(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      LongPairs bands = new LongPairs();
      blocks.getValue().forEach(bands::addAll);
      bands.sort();
      PackedPairs packed =
          new PackedPairs(partitions, (partition, block) -> out.output(KV.of(partition, block)));
      int start = 0;
      for (int i = 1; i < bands.size(); i++) {
        long first = bands.second(start);
        if (bands.first(i) != bands.first(start)) {
          start = i;
        } else if (bands.second(i) != first && RowId.shard(first) < ownShards) {
          long other = bands.second(i);
          long hash = Hashes.mix(first ^ Hashes.mix(other));
          packed.add(partition(hash, partitions), first, other);
        }
      }
      packed.flush();
    }
  }

  /** Equal pairs to one row. */
  private static final class Count
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    @ProcessElement
    public void count(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      LongPairs pairs = new LongPairs();
      blocks.getValue().forEach(pairs::addAll);
      pairs.sort();
      PackedRows packed = new PackedRows(SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      int start = 0;
      for (int i = 1; i <= pairs.size(); i++) {
        if (i == pairs.size()
            || pairs.first(i) != pairs.first(start)
            || pairs.second(i) != pairs.second(start)) {
          long first = pairs.first(start);
          packed.add(
              RowId.shard(first), (long) RowId.row(first), pairs.second(start), (long) (i - start));
          start = i;
        }
      }
      packed.flush();
    }
  }
}
