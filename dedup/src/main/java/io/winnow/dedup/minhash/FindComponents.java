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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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
 * From the pairs of {@link FindPairs} to packed rows that say which rows are joined by them: one
 * worker unites the pairs ({@link UnionFind}), and every row that is in some pair gets its root,
 * the smallest row that it is joined with. Rows of earlier runs join nothing: they are kept anyway.
 *
 * <p>Memory: 4 bytes a document in the uniting worker.
 */
public final class FindComponents
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  /** Name of the list that comes out. */
  public static final String TABLE = "components_minhash";

  /** Of the packed rows that come out. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.number("row", "row in the shard"),
          Column.number("component", "the smallest row joined: shard and row in 32 bits"));

  /** More documents do not go into one worker: then there are {@link StarRounds}. */
  public static final long MAXIMUM_DOCUMENTS = UnionFind.MAXIMUM_NODES;

  private static final Schema PAIR =
      Schema.of(Column.number("row_id", ""), Column.number("other", ""));

  private final CorpusFolder folder;
  private final List<Shard> shards;

  /**
   * @param shards of the corpus, numbered from 0
   */
  public FindComponents(CorpusFolder folder, List<Shard> shards) {
    this.folder = folder;
    this.shards = new ArrayList<>(shards);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> input) {
    return input
        .apply("Pairs", ParDo.of(new ReadPairs(folder, shards.size())))
        .setCoder(BlockCoder.of(PAIR))
        .apply("To one worker", GroupByKey.create())
        .apply("Unite", ParDo.of(new Unite(shards)))
        .setCoder(BlockCoder.of(SCHEMA));
  }

  /** A row whose only other is of an earlier run is paired with itself. */
  private static final class ReadPairs extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;
    private final int ownShards;

    ReadPairs(CorpusFolder folder, int ownShards) {
      this.folder = folder;
      this.ownShards = ownShards;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PackedPairs packed =
          new PackedPairs(1, (partition, block) -> out.output(KV.of(partition, block)));
      try (TableReader pairs =
          TableReader.open(folder.table(FindPairs.TABLE, shard.name()), List.of("row", "other"))) {
        for (@Nullable Object[] row = pairs.next(); row != null; row = pairs.next()) {
          long first = RowId.of(shard.number(), (int) (long) (Long) Objects.requireNonNull(row[0]));
          long other = (Long) Objects.requireNonNull(row[1]);
          packed.add(0, first, RowId.shard(other) < ownShards ? other : first);
        }
      }
      packed.flush();
    }
  }

  private static final class Unite
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final ArrayList<Shard> shards;

    Unite(List<Shard> shards) {
      this.shards = new ArrayList<>(shards);
    }

    @ProcessElement
    public void unite(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      long[] starts = new long[shards.size() + 1];
      for (int i = 0; i < shards.size(); i++) {
        starts[i + 1] = starts[i] + shards.get(i).rows();
      }
      UnionFind components = new UnionFind(starts[shards.size()]);
      for (byte[] block : blocks.getValue()) {
        ByteBuffer pairs = ByteBuffer.wrap(block);
        while (pairs.hasRemaining()) {
          components.unite(node(starts, pairs.getLong()), node(starts, pairs.getLong()));
        }
      }
      PackedRows packed = new PackedRows(SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      for (int shard = 0; shard < shards.size(); shard++) {
        for (long node = starts[shard]; node < starts[shard + 1]; node++) {
          if (components.isJoined((int) node)) {
            packed.add(shard, node - starts[shard], row(starts, components.root((int) node)));
          }
        }
      }
      packed.flush();
    }

    private static int node(long[] starts, long rowId) {
      return (int) (starts[RowId.shard(rowId)] + RowId.row(rowId));
    }

    private static long row(long[] starts, int node) {
      int shard = Arrays.binarySearch(starts, node);
      // Empty shards begin where the next one does: the last that begins here has the node.
      int found = shard < 0 ? -shard - 2 : shard;
      while (starts[found + 1] <= node) {
        found++;
      }
      return RowId.of(found, (int) (node - starts[found]));
    }
  }
}
