package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.table.PackedRows;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Sends a candidate to the next round in which it has a group, or, without one, its decision. */
final class Router {
  private final Map<Likeness, PackedRows> rounds = new EnumMap<>(Likeness.class);
  private final PackedRows decisions;
  private final boolean thin;
  private final int partitions;

  /**
   * @param later rounds that are still to come
   * @param thin whether decisions are rows of {@code prefilter}
   */
  Router(List<Likeness> later, boolean thin, int partitions, MultiOutputReceiver out) {
    this.thin = thin;
    this.partitions = partitions;
    for (Likeness round : later) {
      rounds.put(
          round,
          new PackedRows(
              Candidate.SCHEMA,
              (partition, block) ->
                  out.get(DecideBlocks.toRound(round)).output(KV.of(partition, block))));
    }
    decisions =
        new PackedRows(
            thin ? DecisionTables.PREFILTER_SCHEMA : DecisionTables.DECISIONS_SCHEMA,
            (shard, block) -> out.get(Decide.DECISIONS).output(KV.of(shard, block)));
  }

  void send(Candidate candidate) {
    for (Map.Entry<Likeness, PackedRows> round : rounds.entrySet()) {
      DocumentId group = candidate.group(round.getKey());
      if (group != null) {
        int partition = (int) Long.remainderUnsigned(group.low(), partitions);
        round.getValue().add(partition, candidate.row());
        return;
      }
    }
    decide(
        candidate.rowId(),
        candidate.source(),
        candidate.kind(),
        candidate.stage(),
        candidate.reason());
  }

  /** The last word on a row. */
  void decide(
      long rowId,
      @Nullable Object source,
      @Nullable Object kind,
      @Nullable String stage,
      @Nullable String reason) {
    int shard = RowId.shard(rowId);
    long row = RowId.row(rowId);
    boolean kept = reason == null;
    if (thin) {
      decisions.add(shard, row, kept, stage, reason);
    } else {
      decisions.add(
          shard,
          row,
          Objects.requireNonNull(source),
          Objects.requireNonNull(kind),
          kept,
          stage,
          reason,
          null,
          null);
    }
  }

  void flush() {
    rounds.values().forEach(PackedRows::flush);
    decisions.flush();
  }
}
