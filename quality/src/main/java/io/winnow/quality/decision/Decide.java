package io.winnow.quality.decision;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/**
 * The door: from shards to packed rows, by shard number, of the tables that {@link DecisionTables}
 * describes.
 *
 * <p>First the rules, in order: the first that holds drops the document; then files of forks go, if
 * anybody looked for them. Then the rounds: among the living of a group of equal texts, then of
 * equal addresses, one survivor lives on. What is contaminated goes after the round of equal texts,
 * so that it survives nothing else. Only documents in some group are shuffled, as thin rows; the
 * others are decided where they lie. Every document gets exactly one decision, which depends on
 * nothing but the tables and the policy: not on rows, shards or order of arrival.
 *
 * <p>Memory: the thin rows of one partition of groups, about {@value
 * DecideBlocks#ROWS_PER_PARTITION}, or of the largest group, if that is larger; 400 bytes a row.
 */
public final class Decide {
  /** Packed rows of {@link DecisionTables#DECIDED}. */
  public static final TupleTag<KV<Integer, byte[]>> DECIDED =
      new TupleTag<>(DecisionTables.DECIDED.name());

  /** Packed rows of {@link DecisionTables#CLUSTERS_EXACT}. */
  public static final TupleTag<KV<Integer, byte[]>> CLUSTERS_EXACT =
      new TupleTag<>(DecisionTables.CLUSTERS_EXACT.name());

  private Decide() {}

  /**
   * Decides about every document.
   *
   * @param shards all that there are; the partitions of a round depend on their rows
   */
  public static PTransform<PCollection<Shard>, PCollectionTuple> by(
      Policy policy, CorpusFolder folder, List<Shard> shards) {
    return new DecideBlocks(policy, folder, shards, false);
  }

  /**
   * Packed rows of {@link DecisionTables#PREFILTER}: what the prefilter rules and the round of
   * equal texts leave for the expensive stages. Of equal texts it is the very one that the decision
   * will keep, if it keeps any: what is measured of it is there for the later rounds.
   */
  public static PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> prefilter(
      Policy policy, CorpusFolder folder, List<Shard> shards) {
    return PTransform.compose(
        input ->
            input.apply("Decide", new DecideBlocks(policy, folder, shards, true)).get(DECIDED));
  }

  /**
   * Packed rows of {@link DecisionTables#RULED}: what the rules leave, whatever becomes of it
   * later.
   */
  public static PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> ruled(
      Policy policy, CorpusFolder folder, List<Shard> shards) {
    return prefilter(policy.ruled(), folder, shards);
  }
}
