package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.shuffle.Exchange.Lanes;
import io.winnow.corpus.shuffle.Lane;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends a candidate to the next round in which it has a group, or, without one, its decision. */
final class Router {
  private final Map<Likeness, PackedRows> rounds = new EnumMap<>(Likeness.class);
  private final PackedRows decisions;
  private final int width;
  private final Partitions partitions;

  /**
   * @param later rounds that are still to come
   * @param decided lane of decisions: with all columns, or the first few
   */
  Router(List<Likeness> later, Lane decided, Partitions partitions, Lanes out) {
    this.decisions = out.to(decided);
    this.width = decided.schema().size();
    this.partitions = partitions;
    for (Likeness round : later) {
      rounds.put(round, out.to(lane(round)));
    }
  }

  /** Candidates on their way to a round, by partition of its groups. */
  static Lane lane(Likeness round) {
    return new Lane("to_" + round.word(), Candidate.SCHEMA);
  }

  void send(Candidate candidate) {
    for (Map.Entry<Likeness, PackedRows> round : rounds.entrySet()) {
      DocumentId group = candidate.group(round.getKey());
      if (group != null) {
        round.getValue().add(partitions.of(group), candidate.values());
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
    decisions.add(RowId.shard(candidate.rowId()), Arrays.copyOf(row, width));
  }
}
