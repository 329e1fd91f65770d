package io.winnow.quality.grade;

import io.winnow.corpus.documents.ClusterLists;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.ScoreTable;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.EqualTexts;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last word on every document of a shard. Reads thin columns; holds one row, and the clusters
 * and buckets of one shard.
 */
final class LastDecisions implements ShardFunction {
  private final ArrayList<Drop> losers;
  private final boolean buckets;
  private final ArrayList<Tiers> tiers;

  LastDecisions(List<Drop> losers, boolean buckets, List<Tiers> tiers) {
    this.losers = new ArrayList<>(losers);
    this.buckets = buckets;
    this.tiers = new ArrayList<>(tiers);
  }

  @Override
  public void compute(ShardInput from, ShardOutput to) throws IOException {
    List<Columns> columns = new ArrayList<>();
    columns.add(DocumentTable.DOCUMENTS.columns(DocumentTable.SOURCE, DocumentTable.KIND));
    columns.add(DocumentTable.IDS.columns(DocumentTable.ID));
    columns.add(
        DecisionTables.DECIDED.columns(
            DecisionTables.KEPT, DecisionTables.STAGE, DecisionTables.REASON));
    if (!tiers.isEmpty()) {
      Table scores = LastWord.scores(tiers);
      columns.add(scores.columns(scores.schema().names()));
    }
    Map<Long, Long> bucketOf =
        buckets ? numbers(from, FillBuckets.BUCKETS, DecisionTables.BUCKET) : Map.of();
    Map<Long, Long> copiesOf = copies(from);
    Map<Long, Drop> lostTo = new HashMap<>();
    for (Drop drop : losers) {
      ClusterLists.losers(from.folder(), list(drop), from.shard())
          .forEach(row -> lostTo.putIfAbsent(row, drop));
    }
    from.forEach(
        columns,
        (number, row) ->
            decide(
                row,
                bucketOf.get(number),
                row.is(DecisionTables.KEPT) ? lostTo.get(number) : null,
                copiesOf.getOrDefault(number, 1L),
                to));
  }

  private void decide(
      Row row, @Nullable Long bucket, @Nullable Drop lost, long copies, ShardOutput to)
      throws IOException {
    String tier = lost == null ? tier(row) : null;
    Drop drop = lost;
    if (row.is(DecisionTables.KEPT) && drop == null) {
      if (bucket != null && bucket == 1) {
        drop = LastWord.LOWEST_BUCKET;
      } else if (Tiers.LOW.equals(tier)) {
        drop = LastWord.LOW_TIER;
      }
    }
    boolean kept = row.is(DecisionTables.KEPT) && drop == null;
    to.write(
        DecisionTables.DECISIONS,
        row.get(DocumentTable.SOURCE),
        row.get(DocumentTable.KIND),
        kept,
        drop == null ? row.getOrNull(DecisionTables.STAGE) : drop.stage(),
        drop == null ? row.getOrNull(DecisionTables.REASON) : drop.reason(),
        bucket,
        tier,
        kept ? copies : null,
        row.get(DocumentTable.ID));
  }

  /** The tier of what was kept so far, if its kind has any. */
  private @Nullable String tier(Row row) {
    String tier = null;
    for (Tiers of : tiers) {
      if (row.is(DecisionTables.KEPT) && of.kind().word().equals(row.get(DocumentTable.KIND))) {
        tier = of.of(row.getOrNull(ScoreTable.column(of.score())));
      }
    }
    return tier;
  }

  /** For how many documents those stand that have the same text, or are nearly the same. */
  private Map<Long, Long> copies(ShardInput from) throws IOException {
    Map<Long, Long> copies = EqualTexts.copies(from);
    for (Drop drop : losers) {
      if (list(drop).schema().has(DecisionTables.COPIES.name())) {
        copies.putAll(numbers(from, list(drop), DecisionTables.COPIES));
      }
    }
    return copies;
  }

  private static Table list(Drop drop) {
    return Objects.requireNonNull(drop.table());
  }

  /** A column of a list, by row. */
  private static Map<Long, Long> numbers(ShardInput from, Table table, Column<Long> column)
      throws IOException {
    Map<Long, Long> values = new HashMap<>();
    from.forEach(
        table.columns(List.of(Table.ROW.name(), column.name())),
        row -> values.put(row.get(Table.ROW), row.get(column)));
    return values;
  }
}
