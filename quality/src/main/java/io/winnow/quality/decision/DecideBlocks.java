package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.Lane;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.jspecify.annotations.Nullable;

/** Rules in the shards, then round after round, in one pipeline. */
final class DecideBlocks {
  static final int ROWS_PER_PARTITION = 200_000;

  private static final Lane CLUSTERS = new Lane("clusters", DecisionTables.CLUSTERS_EXACT.packed());

  private final Policy policy;
  private final boolean prefilter;
  private final Table decisions;
  private final Lane decided;
  private final Partitions partitions;

  private final List<PCollection<KV<Integer, byte[]>>> decidedParts = new ArrayList<>();
  private final List<PCollection<KV<Integer, byte[]>>> clusterParts = new ArrayList<>();
  private final Map<Likeness, List<PCollection<KV<Integer, byte[]>>>> waiting =
      new EnumMap<>(Likeness.class);

  /**
   * @param prefilter whether only prefilter rules drop
   * @param decisions the table of decisions, whose rows come out
   */
  private DecideBlocks(Policy policy, Inputs inputs, boolean prefilter, Table decisions) {
    this.policy = policy;
    this.prefilter = prefilter;
    this.decisions = decisions;
    this.decided = new Lane("decided", decisions.packed());
    this.partitions = Partitions.ofDocuments(inputs.shards(), ROWS_PER_PARTITION);
    policy.rounds().forEach(round -> waiting.put(round, new ArrayList<>()));
  }

  /** Decisions about what the expensive stages see. */
  static Work prefilter(Policy policy, Inputs inputs, Table decisions) {
    return Work.shuffle(
        inputs,
        shards -> {
          var blocks = new DecideBlocks(policy, inputs, true, decisions).of(shards);
          blocks.remove(DecisionTables.CLUSTERS_EXACT);
          return blocks;
        });
  }

  /** Decisions, and the groups of exact copies. */
  static Work decide(Policy policy, Inputs inputs) {
    return Work.shuffle(
        inputs,
        shards -> new DecideBlocks(policy, inputs, false, DecisionTables.DECIDED).of(shards));
  }

  private Map<Table, PCollection<KV<Integer, byte[]>>> of(PCollection<ShardInput> shards) {
    List<Likeness> rounds = policy.rounds();
    sort(
        shards.apply(
            "Rules",
            Exchange.read(lanes(rounds), new AskRules(policy, prefilter, decided, partitions))),
        rounds);
    for (int i = 0; i < rounds.size(); i++) {
      Likeness round = rounds.get(i);
      List<Likeness> later = rounds.subList(i + 1, rounds.size());
      List<Lane> lanes = new ArrayList<>(lanes(later));
      lanes.add(CLUSTERS);
      PCollectionTuple held =
          PCollectionList.of(Objects.requireNonNull(waiting.get(round)))
              .apply("Candidates of " + round.word(), Flatten.pCollections())
              .apply(
                  "Round of " + round.word(),
                  Exchange.group(
                      Candidate.SCHEMA,
                      lanes,
                      new HoldRound(round, new ArrayList<>(later), decided, partitions)));
      sort(held, later);
      clusterParts.add(CLUSTERS.of(held));
    }
    Map<Table, PCollection<KV<Integer, byte[]>>> blocks = new LinkedHashMap<>();
    blocks.put(decisions, together(decisions, decidedParts, shards));
    blocks.put(
        DecisionTables.CLUSTERS_EXACT,
        together(DecisionTables.CLUSTERS_EXACT, clusterParts, shards));
    return blocks;
  }

  private List<Lane> lanes(List<Likeness> rounds) {
    List<Lane> lanes = new ArrayList<>();
    lanes.add(decided);
    rounds.forEach(round -> lanes.add(Router.lane(round)));
    return lanes;
  }

  /** Notes what is decided, and who waits for which round. */
  private void sort(PCollectionTuple step, List<Likeness> later) {
    decidedParts.add(decided.of(step));
    later.forEach(
        round -> Objects.requireNonNull(waiting.get(round)).add(Router.lane(round).of(step)));
  }

  private static PCollection<KV<Integer, byte[]>> together(
      Table table, List<PCollection<KV<Integer, byte[]>>> parts, PCollection<ShardInput> shards) {
    String name = "All " + table.name();
    if (parts.isEmpty()) {
      return shards.getPipeline().apply(name, Create.empty(BlockCoder.of(table.packed())));
    }
    return PCollectionList.of(parts).apply(name, Flatten.pCollections());
  }

  /**
   * Holds a round over the groups of one partition.
   *
   * @param later rounds that are still to come
   */
  private record HoldRound(
      Likeness likeness, ArrayList<Likeness> later, Lane decided, Partitions partitions)
      implements Exchange.LaneGrouper {
    @Override
    public void group(int partition, Rows rows, Exchange.Lanes out) {
      Router router = new Router(later, decided, partitions, out);
      PackedRows clusters = out.to(CLUSTERS);
      new Round(likeness)
          .hold(
              rows.map(Candidate::of),
              (member, cluster, survivor, size) -> {
                clusters.add(RowId.shard(member.rowId()), row(member, cluster, survivor, size));
                boolean goes = member.lives() && member.contaminated();
                router.send(goes ? member.dropped(Contaminated.DROP) : member);
              });
    }

    /** A row of {@link DecisionTables#CLUSTERS_EXACT}. */
    private @Nullable Object[] row(
        Candidate member, DocumentId cluster, @Nullable Candidate survivor, long size) {
      long row = RowId.row(member.rowId());
      DocumentId kept = survivor == null ? null : survivor.id();
      boolean equal =
          likeness == Likeness.CONTENT
              || (survivor != null && survivor.textDigest().equals(member.textDigest()));
      return new @Nullable Object[] {
        row, member.id(), likeness.word(), cluster, kept, size, equal ? 1.0 : null
      };
    }
  }
}
