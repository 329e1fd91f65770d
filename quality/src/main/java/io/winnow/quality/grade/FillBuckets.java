package io.winnow.quality.grade;

import io.winnow.corpus.documents.ClusterLists;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.ScoreTable;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import io.winnow.quality.signals.SignalMeasures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Finds the exact bucket of each document that the decision and the searches for copies keep, by
 * {@link Ranking} of the scores of each kind.
 */
public final class FillBuckets extends TableStage {
  /** A row for each document that has a bucket. */
  public static final Table BUCKETS = Table.list("buckets", Table.ROW, DecisionTables.BUCKET);

  private final List<Buckets> buckets;
  private final List<Drop> losers;

  /**
   * @param buckets one for each kind that is sorted
   * @param losers searches for copies whose losers are not sorted
   */
  public FillBuckets(List<Buckets> buckets, List<Drop> losers) {
    super("classify", reads(buckets, losers), BUCKETS);
    this.buckets = List.copyOf(buckets);
    this.losers = List.copyOf(losers);
  }

  private static List<Table> reads(List<Buckets> buckets, List<Drop> losers) {
    List<Table> reads =
        new ArrayList<>(
            List.of(
                DecisionTables.DECIDED,
                DocumentTable.DOCUMENTS,
                DocumentTable.IDS,
                SignalMeasures.SIGNALS));
    if (!buckets.isEmpty()) {
      reads.add(scores(buckets));
    }
    losers.forEach(drop -> reads.add(list(drop)));
    return reads;
  }

  @Override
  public boolean isNeeded(Inputs inputs) {
    return !buckets.isEmpty();
  }

  @Override
  public String settings(Inputs inputs) {
    return buckets.toString();
  }

  @Override
  public Work work(Inputs inputs) {
    Ranking ranking =
        new Ranking(
            new Sorted(new ArrayList<>(buckets), new ArrayList<>(losers)),
            new Bucket(new ArrayList<>(buckets)),
            BUCKETS.packed());
    return Work.shuffle(inputs, BUCKETS, shards -> shards.apply("Rank", ranking));
  }

  private static Table scores(List<Buckets> buckets) {
    return ScoreTable.of(buckets.stream().map(Buckets::score).distinct().toList());
  }

  private static Table list(Drop drop) {
    return Objects.requireNonNull(drop.table());
  }

  /** Reads who is sorted; a group is the place of its buckets. */
  private record Sorted(ArrayList<Buckets> buckets, ArrayList<Drop> losers)
      implements Ranking.Reader {
    @Override
    public void read(ShardInput from, Ranking.Sink sink) throws IOException {
      Set<Long> gone = new HashSet<>();
      for (Drop drop : losers) {
        gone.addAll(ClusterLists.losers(from.folder(), list(drop), from.shard()));
      }
      Table scores = scores(buckets);
      List<Column<Double>> columns =
          buckets.stream().map(own -> ScoreTable.column(own.score())).toList();
      from.forEach(
          List.of(
              DecisionTables.DECIDED.columns(DecisionTables.KEPT),
              DocumentTable.DOCUMENTS.columns(DocumentTable.KIND),
              DocumentTable.IDS.columns(DocumentTable.ID),
              SignalMeasures.SIGNALS.columns(SignalTable.TOKENS),
              scores.columns(scores.schema().names())),
          (number, row) -> {
            if (row.is(DecisionTables.KEPT) && !gone.contains(number)) {
              for (int group = 0; group < columns.size(); group++) {
                Double score = row.getOrNull(columns.get(group));
                if (score != null
                    && buckets.get(group).kind().word().equals(row.get(DocumentTable.KIND))) {
                  Long tokens = row.getOrNull(SignalTable.TOKENS);
                  sink.add(
                      Integer.toString(group),
                      range(score),
                      score,
                      row.get(DocumentTable.ID),
                      number,
                      tokens == null ? 0 : tokens);
                }
              }
            }
          });
    }

    /** Scores lie between 0 and 1. */
    private static int range(double score) {
      double bounded = Math.max(0, Math.min(1, score));
      return (int) Math.min(Ranking.RANGES - 1, bounded * Ranking.RANGES);
    }
  }

  private record Bucket(ArrayList<Buckets> buckets) implements Ranking.Grade {
    @Override
    public Object of(String group, long before, long own, long all) {
      return (long) buckets.get(Integer.parseInt(group)).of(before, own, all);
    }
  }
}
