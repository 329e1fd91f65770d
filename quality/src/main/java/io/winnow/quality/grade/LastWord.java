package io.winnow.quality.grade;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.ScoreTable;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Has the last word on every document: what {@link DecisionTables#DECIDED} kept goes for a
 * preferred document that is like it, then for its lowest bucket, then for its low tier.
 */
public final class LastWord extends TableStage {
  private static final String GRADE = "grade";

  /** Why what is in the lowest bucket goes. */
  static final Drop LOWEST_BUCKET = Drop.decided(GRADE, "lowest-bucket");

  /** Why what is in the tier low goes. */
  static final Drop LOW_TIER = Drop.decided(GRADE, "low-tier");

  private final List<Drop> losers;
  private final boolean buckets;
  private final List<Tiers> tiers;

  /**
   * @param losers searches for copies that were made, in their order; where the list of one has a
   *     column {@link DecisionTables#COPIES}, it says for how many documents each one stands
   * @param buckets whether there is a table {@link FillBuckets#BUCKETS}
   * @param tiers one for each kind that has any
   */
  public LastWord(List<Drop> losers, boolean buckets, List<Tiers> tiers) {
    super("", reads(losers, buckets, tiers), DecisionTables.DECISIONS);
    this.losers = List.copyOf(losers);
    this.buckets = buckets;
    this.tiers = List.copyOf(tiers);
  }

  private static List<Table> reads(List<Drop> losers, boolean buckets, List<Tiers> tiers) {
    List<Table> reads =
        new ArrayList<>(
            List.of(
                DecisionTables.DECIDED,
                DecisionTables.CLUSTERS_EXACT,
                DocumentTable.DOCUMENTS,
                DocumentTable.IDS));
    losers.forEach(drop -> reads.add(Objects.requireNonNull(drop.table())));
    if (buckets) {
      reads.add(FillBuckets.BUCKETS);
    }
    if (!tiers.isEmpty()) {
      reads.add(scores(tiers));
    }
    return reads;
  }

  /** The scores that tiers go by. */
  static Table scores(List<Tiers> tiers) {
    return ScoreTable.of(tiers.stream().map(Tiers::score).distinct().toList());
  }

  @Override
  public String settings(Inputs inputs) {
    List<String> reasons = new ArrayList<>();
    losers.forEach(
        drop ->
            reasons.add(
                String.join(
                    " ",
                    drop.stage(),
                    drop.reason(),
                    Objects.requireNonNull(drop.table()).name())));
    return reasons + " " + buckets + " " + tiers;
  }

  @Override
  public Work work(Inputs inputs) {
    return Work.perShard(new LastDecisions(losers, buckets, tiers));
  }

  @Override
  public List<Drop> drops() {
    return List.of(LOWEST_BUCKET, LOW_TIER);
  }

  @Override
  public List<Offer> offers() {
    return List.of(
        new Offer(
            DecisionTables.DECISIONS,
            List.of(
                DecisionTables.BUCKET.name(),
                DecisionTables.TIER.name(),
                DecisionTables.COPIES.name()),
            false));
  }

  @Override
  public List<Table> tells() {
    return List.of(DecisionTables.DECISIONS);
  }
}
