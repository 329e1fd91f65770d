package io.winnow.dedup.minhash;

import io.winnow.corpus.RowId;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.dedup.pairs.LongPairs;
import io.winnow.dedup.pairs.PackedPairs;
import io.winnow.dedup.pairs.PairExchange;
import io.winnow.dedup.sketch.Hashes;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

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
 * Some rounds on the way from pairs to components, for more documents than one worker holds. {@link
 * ComponentRounds} runs it again on what came out, until the same comes out. Rows of earlier runs
 * join nothing.
 *
 * <p>Memory: a partition of about {@value #EDGES_PER_PARTITION} edges, 48 bytes each while they
 * sort, or the edges of one node.
 */
final class StarRounds extends TableStage {
  /** Of a large and a small star each, in one job. */
  private static final int ROUNDS = 3;

  private static final int EDGES_PER_PARTITION = 2_000_000;
  private static final Schema EDGE = Schema.of(FindPairs.ROW_ID, FindPairs.OTHER);

  private final int job;
  private final Table edges;

  /**
   * @param job from 1
   * @param edges list with the columns {@code row} and {@code other}: of pairs, or of the stars
   *     that an earlier job made
   */
  StarRounds(int job, Table edges) {
    super("", List.of(edges), stars(job));
    this.job = job;
    this.edges = edges;
  }

  /** What it makes: for each row the smaller ones that it is tied to. */
  static Table stars(int job) {
    return Table.list("stars_minhash_" + job, Table.ROW, FindPairs.OTHER);
  }

  @Override
  public String name() {
    return FindComponents.NAME + "-" + job;
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    int ownShards = inputs.shards().size();
    Table table = edges;
    Partitions partitions = Partitions.of(2 * inputs.rows(table), EDGES_PER_PARTITION);
    return Work.shuffle(
        inputs,
        stars(job),
        shards ->
            rounds(
                    shards.apply(
                        "Edges",
                        PairExchange.read(
                            EDGE,
                            partitions,
                            (from, out) -> read(from, table, ownShards, partitions, out))),
                    partitions)
                .apply(
                    "Distinct",
                    PairExchange.write(
                        stars(job).packed(), (pairs, out) -> writeDistinct(pairs.sorted(), out))));
  }

  private static PCollection<KV<Integer, byte[]>> rounds(
      PCollection<KV<Integer, byte[]>> read, Partitions partitions) {
    Star large = StarRounds::largeStar;
    Star small = StarRounds::smallStar;
    Star last = StarRounds::lastSmallStar;
    PCollection<KV<Integer, byte[]>> edges = read;
    for (int round = 1; round <= ROUNDS; round++) {
      edges =
          edges
              .apply("Large star " + round, star(partitions, large))
              .apply("Small star " + round, star(partitions, round < ROUNDS ? small : last));
    }
    return edges;
  }

  /** Edges from both ends. */
  private static void read(
      ShardInput from, Table table, int ownShards, Partitions partitions, PackedPairs out)
      throws IOException {
    Edges to = new Edges(partitions, out);
    from.forEach(
        table.columns(Table.ROW, FindPairs.OTHER),
        row -> {
          long other = row.get(FindPairs.OTHER);
          if (RowId.shard(other) < ownShards) {
            to.addBoth(from.rowId(row.get(Table.ROW)), other);
          }
        });
  }

  /** Where edges go: to the partition of their first node. */
  private record Edges(Partitions partitions, PackedPairs out) {
    void add(long node, long other) {
      out.add(partitions.of(Hashes.mix(node)), node, other);
    }

    void addBoth(long node, long other) {
      add(node, other);
      add(other, node);
    }
  }

  /** Ties the neighbours of one node, which are sorted and may be there twice. */
  @FunctionalInterface
  private interface Star extends Serializable {
    void tie(LongPairs edges, int start, int end, Edges out);
  }

  /** The edges of a partition, sorted by node and neighbour, one node after another. */
  private static PTransform<PCollection<KV<Integer, byte[]>>, PCollection<KV<Integer, byte[]>>>
      star(Partitions partitions, Star star) {
    return PairExchange.group(
        EDGE,
        partitions,
        (pairs, out) -> {
          LongPairs edges = pairs.sorted();
          Edges to = new Edges(partitions, out);
          int start = 0;
          for (int end = 1; end <= edges.size(); end++) {
            if (end == edges.size() || edges.first(end) != edges.first(start)) {
              star.tie(edges, start, end, to);
              start = end;
            }
          }
        });
  }

  private static void largeStar(LongPairs edges, int start, int end, Edges out) {
    long node = edges.first(start);
    long smallest = Math.min(node, edges.second(start));
    for (int i = start; i < end; i++) {
      long neighbour = edges.second(i);
      if (neighbour > node && (i == start || neighbour != edges.second(i - 1))) {
        out.add(neighbour, smallest);
      }
    }
  }

  /** From both ends, as a large star wants them. */
  private static void smallStar(LongPairs edges, int start, int end, Edges out) {
    long smallest = edges.second(start);
    out.addBoth(edges.first(start), smallest);
    for (int i = start + 1; i < end; i++) {
      if (edges.second(i) != edges.second(i - 1)) {
        out.addBoth(edges.second(i), smallest);
      }
    }
  }

  /** From the larger end only. */
  private static void lastSmallStar(LongPairs edges, int start, int end, Edges out) {
    long smallest = edges.second(start);
    out.add(edges.first(start), smallest);
    for (int i = start + 1; i < end; i++) {
      if (edges.second(i) != edges.second(i - 1)) {
        out.add(edges.second(i), smallest);
      }
    }
  }

  private static void writeDistinct(LongPairs edges, PackedRows out) {
    for (int i = 0; i < edges.size(); i++) {
      long row = edges.first(i);
      if (i == 0 || row != edges.first(i - 1) || edges.second(i) != edges.second(i - 1)) {
        out.add(RowId.shard(row), (long) RowId.row(row), edges.second(i));
      }
    }
  }
}
