package io.winnow.dedup.minhash;

import io.winnow.corpus.RowId;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.dedup.pairs.PackedPairs;
import io.winnow.dedup.pairs.PairExchange;
import io.winnow.dedup.pairs.Pairs;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Says which documents are joined by the pairs of {@link FindPairs}: one worker unites the pairs
 * ({@link UnionFind}), and every row that is in some pair gets its root, the smallest row that it
 * is joined with. Where documents are too many for one worker, rounds of jobs write the same rows
 * ({@link ComponentRounds}). Rows of earlier runs join nothing: they are kept anyway.
 *
 * <p>Memory: 4 bytes a document in the uniting worker.
 */
public final class FindComponents extends TableStage {
  public static final Column<Long> COMPONENT =
      Column.number("component", "the smallest row joined: shard and row in 32 bits");

  /** A row for each document that is in a pair. */
  public static final Table COMPONENTS = Table.list("components_minhash", Table.ROW, COMPONENT);

  /** More documents do not go into one worker. */
  public static final long MAXIMUM_DOCUMENTS = UnionFind.MAXIMUM_NODES;

  static final String NAME = "components";

  private static final Partitions ONE_WORKER = new Partitions(1);
  private static final Schema PAIR = Schema.of(FindPairs.ROW_ID, FindPairs.OTHER);

  private final long oneWorker;

  public FindComponents() {
    this(MAXIMUM_DOCUMENTS);
  }

  /**
   * @param oneWorker documents that one worker unites; of more there are rounds of jobs
   */
  public FindComponents(long oneWorker) {
    super("minhash", List.of(FindPairs.PAIRS), COMPONENTS);
    this.oneWorker = oneWorker;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Work work(Inputs inputs) {
    if (inputs.documents() > oneWorker) {
      return new Work.Rounds(new ComponentRounds());
    }
    int ownShards = inputs.shards().size();
    long[] starts = new long[ownShards + 1];
    for (int i = 0; i < ownShards; i++) {
      starts[i + 1] = starts[i] + inputs.shards().get(i).rows();
    }
    return Work.shuffle(
        inputs,
        COMPONENTS,
        shards ->
            shards
                .apply(
                    "Pairs",
                    PairExchange.read(PAIR, ONE_WORKER, (from, out) -> read(from, ownShards, out)))
                .apply(
                    "Unite",
                    PairExchange.write(
                        COMPONENTS.packed(), (pairs, out) -> unite(starts, pairs, out))));
  }

  /** A row whose only other is of an earlier run is paired with itself. */
  private static void read(ShardInput from, int ownShards, PackedPairs out) throws IOException {
    from.forEach(
        FindPairs.PAIRS.columns(Table.ROW, FindPairs.OTHER),
        row -> {
          long first = from.rowId(row.get(Table.ROW));
          long other = row.get(FindPairs.OTHER);
          out.add(0, first, RowId.shard(other) < ownShards ? other : first);
        });
  }

  private static void unite(long[] starts, Pairs pairs, PackedRows out) {
    int shards = starts.length - 1;
    UnionFind components = new UnionFind(starts[shards]);
    pairs.forEach((first, second) -> components.unite(node(starts, first), node(starts, second)));
    for (int shard = 0; shard < shards; shard++) {
      for (long node = starts[shard]; node < starts[shard + 1]; node++) {
        if (components.isJoined((int) node)) {
          out.add(shard, node - starts[shard], row(starts, components.root((int) node)));
        }
      }
    }
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
