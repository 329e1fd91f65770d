package io.winnow.dedup.minhash;

import io.winnow.corpus.RowId;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.pairs.LongPairs;
import io.winnow.dedup.pairs.PackedPairs;
import io.winnow.dedup.pairs.PairExchange;
import io.winnow.dedup.sketch.Hashes;
import java.io.IOException;
import java.util.List;

/**
 * From what {@link StarRounds} left, when nothing changes any more, to the rows of {@link
 * FindComponents}: those in the middle of stars and those whose pairs are all of earlier runs get a
 * row, too.
 *
 * <p>Memory: a partition of about {@value #ROWS_PER_PARTITION} labels, 48 bytes each.
 */
final class StarLabels extends TableStage {
  private static final int ROWS_PER_PARTITION = 2_000_000;
  private static final Schema LABEL = Schema.of(FindPairs.ROW_ID, FindComponents.COMPONENT);

  private final Table stars;

  /**
   * @param stars list that the last rounds made
   */
  StarLabels(Table stars) {
    super("", List.of(FindPairs.PAIRS, stars), FindComponents.COMPONENTS);
    this.stars = stars;
  }

  @Override
  public String name() {
    return FindComponents.NAME;
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    Table from = stars;
    Partitions partitions = Partitions.of(2 * inputs.rows(FindPairs.PAIRS), ROWS_PER_PARTITION);
    return Work.shuffle(
        inputs,
        FindComponents.COMPONENTS,
        shards ->
            shards
                .apply(
                    "Labels",
                    PairExchange.read(
                        LABEL, partitions, (shard, out) -> read(shard, from, partitions, out)))
                .apply(
                    "Smallest",
                    PairExchange.write(
                        FindComponents.COMPONENTS.packed(),
                        (pairs, out) -> writeSmallest(pairs.sorted(), out))));
  }

  private static void read(ShardInput from, Table stars, Partitions partitions, PackedPairs out)
      throws IOException {
    try (TableReader rows = from.list(stars, Table.ROW, FindPairs.OTHER)) {
      long last = -1;
      for (Row row = rows.row(); row != null; row = rows.row()) {
        long other = row.get(FindPairs.OTHER);
        add(from.rowId(row.get(Table.ROW)), other, partitions, out);
        if (other != last) {
          add(other, other, partitions, out);
          last = other;
        }
      }
    }
    from.forEach(
        FindPairs.PAIRS.columns(Table.ROW),
        row -> {
          long rowId = from.rowId(row.get(Table.ROW));
          add(rowId, rowId, partitions, out);
        });
  }

  private static void add(long rowId, long component, Partitions partitions, PackedPairs out) {
    out.add(partitions.of(Hashes.mix(rowId)), rowId, component);
  }

  private static void writeSmallest(LongPairs labels, PackedRows out) {
    for (int i = 0; i < labels.size(); i++) {
      long row = labels.first(i);
      if (i == 0 || row != labels.first(i - 1)) {
        out.add(RowId.shard(row), (long) RowId.row(row), labels.second(i));
      }
    }
  }
}
