package io.winnow.dedup.minhash;

import io.winnow.corpus.RowId;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * From what {@link StarRounds} left, when nothing changes any more, to the rows of {@link
 * FindComponents#SCHEMA}: those in the middle of stars and those whose pairs are all of earlier
 * runs get a row, too.
 *
 * <p>Memory: a partition of about {@value #ROWS_PER_PARTITION} labels, 48 bytes each.
 */
public final class StarLabels
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  private static final int ROWS_PER_PARTITION = 2_000_000;
  private static final Schema LABEL =
      Schema.of(Column.number("row_id", ""), Column.number("component", ""));

  private final CorpusFolder folder;
  private final String stars;
  private final int partitions;

  /**
   * @param stars list that rounds made
   * @param pairs how many rows the list of {@link FindPairs} has
   */
  public StarLabels(CorpusFolder folder, String stars, long pairs) {
    this.folder = folder;
    this.stars = stars;
    this.partitions = (int) Math.max(8, 2 * pairs / ROWS_PER_PARTITION + 1);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    return shards
        .apply("Labels", ParDo.of(new Read(folder, stars, partitions)))
        .setCoder(BlockCoder.of(LABEL))
        .apply("By row", GroupByKey.create())
        .apply("Smallest", ParDo.of(new Smallest()))
        .setCoder(BlockCoder.of(FindComponents.SCHEMA));
  }

  private static final class Read extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;
    private final String stars;
    private final int partitions;

    Read(CorpusFolder folder, String stars, int partitions) {
      this.folder = folder;
      this.stars = stars;
      this.partitions = partitions;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PackedPairs packed =
          new PackedPairs(partitions, (partition, block) -> out.output(KV.of(partition, block)));
      try (TableReader reader =
          TableReader.open(folder.table(stars, shard.name()), List.of("row", "other"))) {
        long last = -1;
        for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
          long other = (Long) Objects.requireNonNull(row[1]);
          add(rowId(shard, row), other, packed);
          if (other != last) {
            add(other, other, packed);
            last = other;
          }
        }
      }
      try (TableReader pairs =
          TableReader.open(folder.table(FindPairs.TABLE, shard.name()), List.of("row"))) {
        for (@Nullable Object[] row = pairs.next(); row != null; row = pairs.next()) {
          add(rowId(shard, row), rowId(shard, row), packed);
        }
      }
      packed.flush();
    }

    private static long rowId(Shard shard, @Nullable Object[] row) {
      long at = (Long) Objects.requireNonNull(row[0]);
      return RowId.of(shard.number(), (int) at);
    }

    private void add(long rowId, long component, PackedPairs packed) {
      int partition = (int) ((Hashes.mix(rowId) >>> 32) * partitions >>> 32);
      packed.add(partition, rowId, component);
    }
  }

  private static final class Smallest
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    @ProcessElement
    public void label(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      LongPairs labels = new LongPairs();
      blocks.getValue().forEach(labels::addAll);
      labels.sort();
      PackedRows packed =
          new PackedRows(FindComponents.SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      for (int i = 0; i < labels.size(); i++) {
        long row = labels.first(i);
        if (i == 0 || row != labels.first(i - 1)) {
          packed.add(RowId.shard(row), (long) RowId.row(row), labels.second(i));
        }
      }
      packed.flush();
    }
  }
}
