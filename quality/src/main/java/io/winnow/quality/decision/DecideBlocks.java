package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/** Rules in the shards, then round after round, in one pipeline. */
final class DecideBlocks extends PTransform<PCollection<Shard>, PCollectionTuple> {
  static final int ROWS_PER_PARTITION = 200_000;
  private static final String CONTAMINATION = "contamination";
  private static final String CONTAMINATED = "contaminated";
  private static final int MINIMUM_PARTITIONS = 16;
  private static final int MAXIMUM_PARTITIONS = 4096;

  private final Policy policy;
  private final CorpusFolder folder;
  private final boolean prefilter;
  private final int partitions;

  /**
   * @param prefilter whether only prefilter rules drop, and only equal texts are compared
   */
  DecideBlocks(Policy policy, CorpusFolder folder, List<Shard> shards, boolean prefilter) {
    this.policy = prefilter ? policy.prefilter() : policy;
    this.folder = folder;
    this.prefilter = prefilter;
    long rows = shards.stream().mapToLong(Shard::rows).sum();
    this.partitions =
        (int)
            Math.min(
                MAXIMUM_PARTITIONS, Math.max(MINIMUM_PARTITIONS, rows / ROWS_PER_PARTITION + 1));
  }

  /** Candidates on their way to a round, by partition of its groups. */
  static TupleTag<KV<Integer, byte[]>> toRound(Likeness round) {
    return new TupleTag<>("to_" + round.word());
  }

  @Override
  public PCollectionTuple expand(PCollection<Shard> shards) {
    List<Likeness> rounds = policy.rounds();
    Map<Likeness, List<PCollection<KV<Integer, byte[]>>>> waiting = new EnumMap<>(Likeness.class);
    rounds.forEach(round -> waiting.put(round, new ArrayList<>()));
    List<PCollection<KV<Integer, byte[]>>> decisions = new ArrayList<>();
    List<PCollection<KV<Integer, byte[]>>> exact = new ArrayList<>();

    PCollectionTuple ruled =
        shards.apply(
            "Rules",
            ParDo.of(new ApplyRules(policy, folder, prefilter, partitions))
                .withOutputTags(Decide.DECIDED, tags(rounds)));
    decisions.add(coded(ruled, Decide.DECIDED));
    rounds.forEach(
        round -> Objects.requireNonNull(waiting.get(round)).add(coded(ruled, toRound(round))));

    for (int i = 0; i < rounds.size(); i++) {
      Likeness round = rounds.get(i);
      List<Likeness> later = rounds.subList(i + 1, rounds.size());
      PCollectionTuple held =
          PCollectionList.of(Objects.requireNonNull(waiting.get(round)))
              .apply("Candidates of " + round.word(), Flatten.pCollections())
              .apply("Groups of " + round.word(), GroupByKey.create())
              .apply(
                  "Survivors of " + round.word(),
                  ParDo.of(new HoldRound(round, later, decided(), partitions))
                      .withOutputTags(Decide.DECIDED, tags(later).and(Decide.CLUSTERS_EXACT)));
      decisions.add(coded(held, Decide.DECIDED));
      exact.add(coded(held, Decide.CLUSTERS_EXACT));
      later.forEach(
          next -> Objects.requireNonNull(waiting.get(next)).add(coded(held, toRound(next))));
    }
    return PCollectionTuple.of(Decide.DECIDED, together(Decide.DECIDED, decisions, shards))
        .and(Decide.CLUSTERS_EXACT, together(Decide.CLUSTERS_EXACT, exact, shards));
  }

  private static TupleTagList tags(List<Likeness> rounds) {
    TupleTagList tags = TupleTagList.empty();
    for (Likeness round : rounds) {
      tags = tags.and(toRound(round));
    }
    return tags;
  }

  private PCollection<KV<Integer, byte[]>> coded(
      PCollectionTuple tuple, TupleTag<KV<Integer, byte[]>> tag) {
    return tuple.get(tag).setCoder(BlockCoder.of(schema(tag)));
  }

  private Schema decided() {
    return decided(prefilter);
  }

  private static Schema decided(boolean prefilter) {
    return prefilter ? DecisionTables.PREFILTER.packed() : DecisionTables.DECIDED.packed();
  }

  /** Of the rows under a tag. */
  private Schema schema(TupleTag<KV<Integer, byte[]>> tag) {
    if (tag.equals(Decide.DECIDED)) {
      return decided();
    }
    return tag.equals(Decide.CLUSTERS_EXACT)
        ? DecisionTables.CLUSTERS_EXACT.schema()
        : Candidate.SCHEMA;
  }

  private PCollection<KV<Integer, byte[]>> together(
      TupleTag<KV<Integer, byte[]>> tag,
      List<PCollection<KV<Integer, byte[]>>> parts,
      PCollection<Shard> shards) {
    String name = "All " + tag.getId();
    if (parts.isEmpty()) {
      return shards.getPipeline().apply(name, Create.empty(BlockCoder.of(schema(tag))));
    }
    return PCollectionList.of(parts).apply(name, Flatten.pCollections());
  }

  /** Asks the rules about each document of a shard. */
  private static final class ApplyRules extends DoFn<Shard, KV<Integer, byte[]>> {
    // Where the columns of FIXED stand in a row; the columns of the rules follow.
    private static final int SOURCE = 0;
    private static final int KIND = 1;
    private static final int TEXT_BYTES = 2;
    private static final int DATE = 3;
    private static final int TEXT_DIGEST = 4;
    private static final List<String> FIXED =
        List.of("source", "kind", "text_bytes", "date", "text_digest");

    private final Policy policy;
    private final CorpusFolder folder;
    private final boolean prefilter;
    private final int partitions;

    ApplyRules(Policy policy, CorpusFolder folder, boolean prefilter, int partitions) {
      this.policy = policy;
      this.folder = folder;
      this.prefilter = prefilter;
      this.partitions = partitions;
    }

    @ProcessElement
    public void apply(@Element Shard shard, MultiOutputReceiver out) throws IOException {
      Set<String> documents = new LinkedHashSet<>(FIXED);
      documents.addAll(policy.documentColumns());
      List<String> signals = policy.signalColumns();
      List<Columns> wanted = new ArrayList<>();
      wanted.add(new Columns(DocumentTable.DOCUMENTS.name(), List.copyOf(documents)));
      Schema schema = DocumentTable.DOCUMENTS.schema().select(List.copyOf(documents));
      if (!signals.isEmpty()) {
        wanted.add(new Columns("signals", signals));
        schema = schema.and(policy.signals().select(signals));
      }
      // Last, so that the columns of the rules stand where their schema says.
      int idAt = schema.size();
      wanted.add(Columns.of(DocumentTable.IDS.name(), "id"));
      List<String> scores = List.of();
      if (policy.readsScores()) {
        scores = policy.quality().values().stream().distinct().toList();
        wanted.add(new Columns("scores", scores));
      }
      int forkAt = idAt + 1 + scores.size();
      if (policy.forks()) {
        wanted.add(Columns.of(Policy.FORKS, "fork"));
      }
      Map<String, Integer> qualityAt = new HashMap<>();
      for (Map.Entry<Kind, String> entry : policy.quality().entrySet()) {
        int at = scores.indexOf(entry.getValue());
        if (at >= 0) {
          qualityAt.put(entry.getKey().word(), idAt + 1 + at);
        }
      }
      Rules rules = new Rules(prefilter ? policy.prefilterRules() : policy.rules(), schema);
      Rules all = new Rules(policy.rules(), schema);
      SurvivorOrder order = new SurvivorOrder(policy.survivors(), policy.sources());
      Router router = new Router(policy.rounds(), decided(prefilter), partitions, out);
      Map<Likeness, MemberCursor> members = new EnumMap<>(Likeness.class);
      try (AlignedReader reader = AlignedReader.open(folder, shard.name(), wanted);
          ShareCursor shares = ShareCursor.open(folder, shard.name(), policy)) {
        for (Likeness round : policy.rounds()) {
          members.put(round, new MemberCursor(folder, round.members(), shard.name()));
        }
        int row = 0;
        for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
          String reason = rules.firstReason(values);
          String stage = reason == null ? null : "rules";
          if (reason == null && policy.forks() && Boolean.TRUE.equals(values[forkAt])) {
            stage = Policy.FORKS;
            reason = "fork";
          }
          boolean contaminated = shares.isContaminated(row);
          boolean condemned = prefilter && reason == null && all.firstReason(values) != null;
          DocumentId content = group(members, Likeness.CONTENT, row);
          if (content == null && contaminated && reason == null) {
            stage = CONTAMINATION;
            reason = CONTAMINATED;
          }
          DocumentId id = (DocumentId) Objects.requireNonNull(values[idAt]);
          Integer quality = qualityAt.get(Objects.requireNonNull(values[KIND]));
          byte[] key =
              order.of(
                  condemned,
                  id,
                  (String) Objects.requireNonNull(values[SOURCE]),
                  (Long) Objects.requireNonNull(values[TEXT_BYTES]),
                  (Long) values[DATE],
                  quality == null ? null : (Double) values[quality]);
          router.send(
              new Candidate(
                  RowId.of(shard.number(), row),
                  id,
                  key,
                  (DocumentId) Objects.requireNonNull(values[TEXT_DIGEST]),
                  content,
                  group(members, Likeness.URL, row),
                  contaminated,
                  stage,
                  reason));
          row++;
        }
        for (MemberCursor cursor : members.values()) {
          cursor.requireEnd();
        }
      } finally {
        for (MemberCursor cursor : members.values()) {
          cursor.close();
        }
      }
      router.flush();
    }

    private static @Nullable DocumentId group(
        Map<Likeness, MemberCursor> members, Likeness round, long row) throws IOException {
      MemberCursor cursor = members.get(round);
      return cursor == null ? null : cursor.group(row);
    }
  }

  /** Holds a round over the groups of one partition. */
  private static final class HoldRound
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final Likeness likeness;
    private final ArrayList<Likeness> later;
    private final Schema decided;
    private final int partitions;

    HoldRound(Likeness likeness, List<Likeness> later, Schema decided, int partitions) {
      this.likeness = likeness;
      this.later = new ArrayList<>(later);
      this.decided = decided;
      this.partitions = partitions;
    }

    @ProcessElement
    public void hold(@Element KV<Integer, Iterable<byte[]>> blocks, MultiOutputReceiver out) {
      List<Candidate> candidates = new ArrayList<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(Candidate.SCHEMA, block, row -> candidates.add(Candidate.of(row)));
      }
      Router router = new Router(later, decided, partitions, out);
      PackedRows clusters =
          new PackedRows(
              DecisionTables.CLUSTERS_EXACT.schema(),
              (shard, block) -> out.get(Decide.CLUSTERS_EXACT).output(KV.of(shard, block)));
      new Round(likeness)
          .hold(
              candidates,
              (member, cluster, survivor, size) -> {
                clusters.add(RowId.shard(member.rowId()), row(member, cluster, survivor, size));
                boolean goes = member.lives() && member.contaminated();
                router.send(goes ? member.dropped(CONTAMINATION, CONTAMINATED) : member);
              });
      clusters.flush();
      router.flush();
    }

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
