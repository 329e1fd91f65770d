package io.winnow.dedup.minhash;

import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import io.winnow.dedup.pairs.LongPairs;
import io.winnow.dedup.pairs.PackedPairs;
import io.winnow.dedup.pairs.PairExchange;
import io.winnow.dedup.sketch.Hashes;
import io.winnow.dedup.sketch.MinHashParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From signatures to candidates: each band of each signature gives a (hash, row) pair, 16 bytes;
 * equal hashes meet in one partition, sorted, and each row of an equal run makes a pair with the
 * run's first. Then equal pairs meet and are counted: in how many bands two rows met.
 *
 * <p>Rows of earlier runs sort behind those of the corpus, so the first of a run belongs to the
 * corpus, and a run without any such row makes no pair.
 *
 * <p>Memory: a partition of pairs ({@value #PAIRS_PER_PARTITION}, 48 bytes each while they sort) or
 * the pairs of the most frequent band hash.
 */
public final class FindPairs extends TableStage {
  public static final Column<Long> OTHER =
      Column.number("other", "where the other lies: shard and row in 32 bits");
  public static final Column<Long> BANDS = Column.number("bands", "in how many bands they met");

  /** A row for each pair, in the shard of its first document. */
  public static final Table PAIRS = Table.list("pairs_minhash", Table.ROW, OTHER, BANDS);

  /** Where the first of a pair lies, on its way. */
  static final Column<Long> ROW_ID = Column.number("row_id", "where one lies");

  private static final int PAIRS_PER_PARTITION = 2_000_000;
  private static final Schema BAND =
      Schema.of(Column.number("band_hash", "of the hashes of a band"), ROW_ID);
  private static final Schema PAIR = Schema.of(ROW_ID, OTHER);

  private final MinHashParameters parameters;
  private final EarlierShards earlier;

  /**
   * @param earlier shards of earlier runs that the corpus is compared with
   */
  public FindPairs(MinHashParameters parameters, EarlierShards earlier) {
    super("minhash", List.of(SignTexts.SIGNATURES), PAIRS);
    this.parameters = parameters;
    this.earlier = earlier;
  }

  @Override
  public String name() {
    return "pairs";
  }

  @Override
  public String settings(Inputs inputs) {
    return parameters.format() + earlier.digest();
  }

  @Override
  public Work work(Inputs inputs) {
    List<SignedShard> signed = new ArrayList<>();
    inputs.shards().forEach(shard -> signed.add(new SignedShard(inputs.folder(), shard, null)));
    signed.addAll(earlier.after(inputs.shards()));
    int ownShards = inputs.shards().size();
    MinHashParameters of = parameters;
    long rows = signed.stream().mapToLong(shard -> shard.shard().rows()).sum();
    Partitions partitions = Partitions.of(rows * of.bands(), PAIRS_PER_PARTITION);
    return new Work.Shuffle(
        pipeline ->
            Map.of(
                PAIRS.name(),
                pipeline
                    .apply(
                        "Shards",
                        Tasks.of(SignedShard.class, signed, shard -> shard.shard().rows()))
                    .apply(
                        "Bands",
                        PairExchange.read(
                            BAND,
                            partitions,
                            (shard, out) -> readBands(shard, of, partitions, out)))
                    .apply(
                        "Pairs",
                        PairExchange.group(
                            PAIR,
                            partitions,
                            (bands, out) -> pair(bands.sorted(), ownShards, partitions, out)))
                    .apply(
                        "Distinct pairs",
                        PairExchange.write(
                            PAIRS.packed(), (pairs, out) -> count(pairs.sorted(), out)))));
  }

  /** Shards to (hash, row) pairs. */
  private static void readBands(
      SignedShard signed, MinHashParameters parameters, Partitions partitions, PackedPairs out)
      throws IOException {
    List<Columns> columns = new ArrayList<>();
    columns.add(SignTexts.SIGNATURES.columns(SignTexts.SIGNATURE));
    if (signed.mask() != null) {
      columns.add(signed.mask().columns(DecisionTables.KEPT));
    }
    long[] signature = new long[parameters.hashes()];
    ShardInput from = signed.tables();
    from.forEach(
        columns,
        (number, row) -> {
          boolean wanted = signed.mask() == null || row.is(DecisionTables.KEPT);
          if (wanted && row.has(SignTexts.SIGNATURE)) {
            ByteBuffer.wrap(row.get(SignTexts.SIGNATURE)).asLongBuffer().get(signature);
            for (int band = 0; band < parameters.bands(); band++) {
              long hash = Hashes.band(signature, band, parameters.rows());
              out.add(partitions.of(hash), hash, from.rowId(number));
            }
          }
        });
  }

  /** Runs of equal hashes to pairs of the run's first row and each other one. */
  private static void pair(LongPairs bands, int ownShards, Partitions partitions, PackedPairs out) {
    int start = 0;
    for (int i = 1; i < bands.size(); i++) {
      long first = bands.second(start);
      if (bands.first(i) != bands.first(start)) {
        start = i;
      } else if (bands.second(i) != first && RowId.shard(first) < ownShards) {
        long other = bands.second(i);
        out.add(partitions.of(Hashes.mix(first ^ Hashes.mix(other))), first, other);
      }
    }
  }

  /** Equal pairs to one row. */
  private static void count(LongPairs pairs, PackedRows out) {
    int start = 0;
    for (int i = 1; i <= pairs.size(); i++) {
      if (i == pairs.size()
          || pairs.first(i) != pairs.first(start)
          || pairs.second(i) != pairs.second(start)) {
        long first = pairs.first(start);
        out.add(
            RowId.shard(first), (long) RowId.row(first), pairs.second(start), (long) (i - start));
        start = i;
      }
    }
  }
}
