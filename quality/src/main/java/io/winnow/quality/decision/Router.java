package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.Schema;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Sends a candidate to the next round in which it has a group, or, without one, its decision. */
final class Router {
  private final Map<Likeness, PackedRows> rounds = new EnumMap<>(Likeness.class);
  private final PackedRows decisions;
  private final Schema decided;
  private final int partitions;

  /**
   * @param later rounds that are still to come
   * @param decided columns of a decision: all, or the first few
   */
  Router(List<Likeness> later, Schema decided, int partitions, MultiOutputReceiver out) {
    this.decided = decided;
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
            decided, (shard, block) -> out.get(Decide.DECIDED).output(KV.of(shard, block)));
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
    boolean kept = candidate.lives();
    @Nullable Object[] row = {
      (long) RowId.row(candidate.rowId()),
      kept,
      candidate.stage(),
      candidate.reason(),
      kept ? candidate.order() : null
    };
    decisions.add(RowId.shard(candidate.rowId()), Arrays.copyOf(row, decided.size()));
  }

  void flush() {
    rounds.values().forEach(PackedRows::flush);
    decisions.flush();
  }
}
