package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.BlockCoder;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.DocumentTable;
import io.winnow.corpus.table.PackedRows;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
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
  private static final int MINIMUM_PARTITIONS = 16;
  private static final int MAXIMUM_PARTITIONS = 4096;

  private final Policy policy;
  private final CorpusFolder folder;
  private final boolean thin;
  private final int partitions;

  /**
   * @param thin whether decisions are rows of {@code prefilter}
   */
  DecideBlocks(Policy policy, CorpusFolder folder, List<Shard> shards, boolean thin) {
    this.policy = policy;
    this.folder = folder;
    this.thin = thin;
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

  private static TupleTag<KV<Integer, byte[]>> clusters(Likeness round) {
    return round == Likeness.MINHASH ? Decide.SURVIVORS_MINHASH : Decide.CLUSTERS_EXACT;
  }

  @Override
  public PCollectionTuple expand(PCollection<Shard> shards) {
    List<Likeness> rounds = policy.rounds();
    Map<Likeness, List<PCollection<KV<Integer, byte[]>>>> waiting = new EnumMap<>(Likeness.class);
    rounds.forEach(round -> waiting.put(round, new ArrayList<>()));
    List<PCollection<KV<Integer, byte[]>>> decisions = new ArrayList<>();
    List<PCollection<KV<Integer, byte[]>>> exact = new ArrayList<>();
    List<PCollection<KV<Integer, byte[]>>> minhash = new ArrayList<>();

    PCollectionTuple ruled =
        shards.apply(
            "Rules",
            ParDo.of(new ApplyRules(policy, folder, thin, partitions))
                .withOutputTags(Decide.DECISIONS, tags(rounds)));
    decisions.add(coded(ruled, Decide.DECISIONS));
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
                  ParDo.of(new HoldRound(policy, round, later, thin, partitions))
                      .withOutputTags(Decide.DECISIONS, tags(later).and(clusters(round))));
      decisions.add(coded(held, Decide.DECISIONS));
      (round == Likeness.MINHASH ? minhash : exact).add(coded(held, clusters(round)));
      later.forEach(
          next -> Objects.requireNonNull(waiting.get(next)).add(coded(held, toRound(next))));
    }
    return PCollectionTuple.of(Decide.DECISIONS, together(Decide.DECISIONS, decisions, shards))
        .and(Decide.CLUSTERS_EXACT, together(Decide.CLUSTERS_EXACT, exact, shards))
        .and(Decide.SURVIVORS_MINHASH, together(Decide.SURVIVORS_MINHASH, minhash, shards));
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

  /** Of the rows under a tag. */
  private Schema schema(TupleTag<KV<Integer, byte[]>> tag) {
    if (tag.equals(Decide.DECISIONS)) {
      return thin ? DecisionTables.PREFILTER_SCHEMA : DecisionTables.DECISIONS_SCHEMA;
    }
    if (tag.equals(Decide.CLUSTERS_EXACT)) {
      return DecisionTables.CLUSTERS_EXACT_SCHEMA;
    }
    return tag.equals(Decide.SURVIVORS_MINHASH)
        ? DecisionTables.SURVIVORS_MINHASH_SCHEMA
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
    private final boolean thin;
    private final int partitions;

    ApplyRules(Policy policy, CorpusFolder folder, boolean thin, int partitions) {
      this.policy = policy;
      this.folder = folder;
      this.thin = thin;
      this.partitions = partitions;
    }

    @ProcessElement
    public void apply(@Element Shard shard, MultiOutputReceiver out) throws IOException {
      Set<String> documents = new LinkedHashSet<>(FIXED);
      documents.addAll(policy.documentColumns());
      List<String> signals = policy.signalColumns();
      List<Columns> wanted = new ArrayList<>();
      wanted.add(new Columns(DocumentTable.DOCUMENTS, List.copyOf(documents)));
      Schema schema = DocumentTable.SCHEMA.select(List.copyOf(documents));
      if (!signals.isEmpty()) {
        wanted.add(new Columns("signals", signals));
        schema = schema.and(policy.signals().select(signals));
      }
      // Last, so that the columns of the rules stand where their schema says.
      wanted.add(Columns.of(DocumentTable.IDS, "id"));
      Rules rules = new Rules(policy.rules(), schema);
      Router router = new Router(policy.rounds(), thin, partitions, out);
      Map<Likeness, MemberCursor> members = new EnumMap<>(Likeness.class);
      try (AlignedReader reader = AlignedReader.open(folder, shard.name(), wanted)) {
        for (Likeness round : policy.rounds()) {
          members.put(round, new MemberCursor(folder, round.members(), shard.name()));
        }
        int row = 0;
        for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
          String reason = rules.firstReason(values);
          String stage = reason == null ? null : "rules";
          long rowId = RowId.of(shard.number(), row);
          DocumentId content = group(members, Likeness.CONTENT, row);
          DocumentId url = group(members, Likeness.URL, row);
          DocumentId minhash = group(members, Likeness.MINHASH, row);
          if (content == null && url == null && minhash == null) {
            router.decide(rowId, values[SOURCE], values[KIND], stage, reason);
          } else {
            router.send(
                new Candidate(
                    rowId,
                    (DocumentId) Objects.requireNonNull(values[values.length - 1]),
                    (String) Objects.requireNonNull(values[SOURCE]),
                    (String) Objects.requireNonNull(values[KIND]),
                    (Long) Objects.requireNonNull(values[TEXT_BYTES]),
                    (Long) values[DATE],
                    (DocumentId) Objects.requireNonNull(values[TEXT_DIGEST]),
                    content,
                    url,
                    minhash,
                    rowId,
                    stage,
                    reason));
          }
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
    private final Policy policy;
    private final Likeness likeness;
    private final ArrayList<Likeness> later;
    private final boolean thin;
    private final int partitions;

    HoldRound(
        Policy policy, Likeness likeness, List<Likeness> later, boolean thin, int partitions) {
      this.policy = policy;
      this.likeness = likeness;
      this.later = new ArrayList<>(later);
      this.thin = thin;
      this.partitions = partitions;
    }

    @ProcessElement
    public void hold(@Element KV<Integer, Iterable<byte[]>> blocks, MultiOutputReceiver out) {
      List<Candidate> candidates = new ArrayList<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(Candidate.SCHEMA, block, row -> candidates.add(Candidate.of(row)));
      }
      Router router = new Router(later, thin, partitions, out);
      PackedRows clusters =
          new PackedRows(
              likeness == Likeness.MINHASH
                  ? DecisionTables.SURVIVORS_MINHASH_SCHEMA
                  : DecisionTables.CLUSTERS_EXACT_SCHEMA,
              (shard, block) -> out.get(clusters(likeness)).output(KV.of(shard, block)));
      new Round(likeness, new SurvivorOrder(policy.survivors(), policy.sources()))
          .hold(
              candidates,
              (member, cluster, survivor, size) -> {
                clusters.add(RowId.shard(member.rowId()), row(member, cluster, survivor, size));
                router.send(member);
              });
      clusters.flush();
      router.flush();
    }

    private @Nullable Object[] row(
        Candidate member, DocumentId cluster, @Nullable Candidate survivor, long size) {
      long row = RowId.row(member.rowId());
      DocumentId kept = survivor == null ? null : survivor.id();
      if (likeness == Likeness.MINHASH) {
        Long at = survivor == null ? null : survivor.signatureRowId();
        return new @Nullable Object[] {row, member.id(), cluster, kept, at, size};
      }
      boolean equal =
          likeness == Likeness.CONTENT
              || (survivor != null && survivor.textDigest().equals(member.textDigest()));
      return new @Nullable Object[] {
        row, member.id(), likeness.word(), cluster, kept, size, equal ? 1.0 : null
      };
    }
  }
}
