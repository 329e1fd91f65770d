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

/*
 * Large-star and small-star [1] by turns. In a large star each node ties its larger neighbours to
 * the smallest of all, in a small star its smaller ones and itself. Neither tears a component, and
 * when nothing changes any more every node is tied to the smallest of its component and to no
 * other. Both together take about log(n) rounds in practice, on chains too.
 *
 * [1] Kiveris, Lattanzi, Mirrokni, Rastogi, Vassilvitskii: Connected Components in MapReduce and
 * Beyond, SoCC 2014.
 */
/**
 * Some rounds on the way from pairs to components, for more documents than one worker holds. Who
 * drives it runs it again on what came out, until the same comes out.
 *
 * <p>Memory: a partition of about {@value #EDGES_PER_PARTITION} edges, 48 bytes each while they
 * sort, or the edges of one node.
 */
public final class StarRounds
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  /** Name of the lists of what rounds make; a number follows. */
  public static final String TABLE = "stars_minhash_";

  /** Of the packed rows that come out. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.number("row", "row in the shard"),
          Column.number("other", "a smaller row that it is tied to"));

  /** Of a large and a small star each, in one job. */
  private static final int ROUNDS = 3;

  private static final int EDGES_PER_PARTITION = 2_000_000;
  private static final Schema EDGE =
      Schema.of(Column.number("row_id", ""), Column.number("other", ""));

  private final CorpusFolder folder;
  private final int ownShards;
  private final String table;
  private final int partitions;

  /**
   * @param ownShards shards of the corpus; rows of later ones join nothing
   * @param table list of edges with the columns {@code row, other}: that of {@link FindPairs}, or
   *     what earlier rounds made
   * @param edges how many rows it has
   */
  public StarRounds(CorpusFolder folder, int ownShards, String table, long edges) {
    this.folder = folder;
    this.ownShards = ownShards;
    this.table = table;
    this.partitions = (int) Math.max(8, 2 * edges / EDGES_PER_PARTITION + 1);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    PCollection<KV<Integer, byte[]>> edges =
        shards
            .apply("Edges", ParDo.of(new ReadEdges(folder, ownShards, table, partitions)))
            .setCoder(BlockCoder.of(EDGE));
    for (int round = 1; round <= ROUNDS; round++) {
      edges =
          edges
              .apply("By node " + round, GroupByKey.create())
              .apply("Large star " + round, ParDo.of(new LargeStar(partitions)))
              .setCoder(BlockCoder.of(EDGE))
              .apply("By larger node " + round, GroupByKey.create())
              .apply("Small star " + round, ParDo.of(new SmallStar(partitions, round < ROUNDS)))
              .setCoder(BlockCoder.of(EDGE));
    }
    return edges
        .apply("By row", GroupByKey.create())
        .apply("Distinct", ParDo.of(new Distinct()))
        .setCoder(BlockCoder.of(SCHEMA));
  }

  private static int partition(long node, int partitions) {
    return (int) ((Hashes.mix(node) >>> 32) * partitions >>> 32);
  }

  /** Edges from both ends. */
  private static final class ReadEdges extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;
    private final int ownShards;
    private final String table;
    private final int partitions;

    ReadEdges(CorpusFolder folder, int ownShards, String table, int partitions) {
      this.folder = folder;
      this.ownShards = ownShards;
      this.table = table;
      this.partitions = partitions;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PackedPairs packed =
          new PackedPairs(partitions, (partition, block) -> out.output(KV.of(partition, block)));
      try (TableReader edges =
          TableReader.open(folder.table(table, shard.name()), List.of("row", "other"))) {
        for (@Nullable Object[] row = edges.next(); row != null; row = edges.next()) {
          long at = (Long) Objects.requireNonNull(row[0]);
          long node = RowId.of(shard.number(), (int) at);
          long other = (Long) Objects.requireNonNull(row[1]);
          if (RowId.shard(other) < ownShards) {
            packed.add(partition(node, partitions), node, other);
            packed.add(partition(other, partitions), other, node);
          }
        }
      }
      packed.flush();
    }
  }

  /** The edges of a partition, sorted by node and neighbour, one node after another. */
  private abstract static class Star
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    final int partitions;

    Star(int partitions) {
      this.partitions = partitions;
    }

    @ProcessElement
    public void tie(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      LongPairs edges = new LongPairs();
      blocks.getValue().forEach(edges::addAll);
      edges.sort();
      PackedPairs packed =
          new PackedPairs(partitions, (partition, block) -> out.output(KV.of(partition, block)));
      int start = 0;
      for (int end = 1; end <= edges.size(); end++) {
        if (end == edges.size() || edges.first(end) != edges.first(start)) {
          tie(edges, start, end, packed);
          start = end;
        }
      }
      packed.flush();
    }

    /** Ties the neighbours of one node, which are sorted and may be there twice. */
    abstract void tie(LongPairs edges, int start, int end, PackedPairs out);
  }

  private static final class LargeStar extends Star {
    LargeStar(int partitions) {
      super(partitions);
    }

    @Override
    void tie(LongPairs edges, int start, int end, PackedPairs out) {
      long node = edges.first(start);
      long smallest = Math.min(node, edges.second(start));
      for (int i = start; i < end; i++) {
        long neighbour = edges.second(i);
        if (neighbour > node && (i == start || neighbour != edges.second(i - 1))) {
          out.add(partition(neighbour, partitions), neighbour, smallest);
        }
      }
    }
  }

  private static final class SmallStar extends Star {
    private final boolean bothEnds;

    /**
     * @param bothEnds whether a large star follows, which wants edges from both ends
     */
    SmallStar(int partitions, boolean bothEnds) {
      super(partitions);
      this.bothEnds = bothEnds;
    }

    @Override
    void tie(LongPairs edges, int start, int end, PackedPairs out) {
      long smallest = edges.second(start);
      add(edges.first(start), smallest, out);
      for (int i = start + 1; i < end; i++) {
        long neighbour = edges.second(i);
        if (neighbour != edges.second(i - 1)) {
          add(neighbour, smallest, out);
        }
      }
    }

    private void add(long larger, long smaller, PackedPairs out) {
      out.add(partition(larger, partitions), larger, smaller);
      if (bothEnds) {
        out.add(partition(smaller, partitions), smaller, larger);
      }
    }
  }

  private static final class Distinct
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    @ProcessElement
    public void write(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      LongPairs edges = new LongPairs();
      blocks.getValue().forEach(edges::addAll);
      edges.sort();
      PackedRows packed = new PackedRows(SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      for (int i = 0; i < edges.size(); i++) {
        long row = edges.first(i);
        if (i == 0 || row != edges.first(i - 1) || edges.second(i) != edges.second(i - 1)) {
          packed.add(RowId.shard(row), (long) RowId.row(row), edges.second(i));
        }
      }
      packed.flush();
    }
  }
}
