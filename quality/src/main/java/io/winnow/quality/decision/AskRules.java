package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.documents.ScoreTable;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.Lane;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the rules about each document of a shard, then who marked it, and sends it on.
 *
 * @param prefilter whether only prefilter rules drop
 * @param decided lane of decisions
 * @param partitions of the groups of each round
 */
record AskRules(Policy policy, boolean prefilter, Lane decided, Partitions partitions)
    implements Exchange.LaneReader<ShardInput> {
  /** Columns of documents that are read whatever the rules. */
  static final Schema FIXED =
      Schema.of(
          DocumentTable.SOURCE,
          DocumentTable.KIND,
          DocumentTable.TEXT_BYTES,
          DocumentTable.DATE,
          DocumentTable.TEXT_DIGEST);

  private static final String RULES = "rules";

  /** Why a document goes by a rule. */
  static Drop drop(Rule rule) {
    return Drop.decided(RULES, rule.name());
  }

  @Override
  public void read(ShardInput from, Exchange.Lanes out) throws IOException {
    Router router = new Router(policy.rounds(), decided, partitions, out);
    CorpusFolder folder = from.folder();
    String shard = from.shard().name();
    try (AlignedRows rows = from.aligned(policy.columns());
        FlagReader flags = new FlagReader(folder, shard, policy.flags());
        GroupReader groups = new GroupReader(folder, shard, policy.rounds());
        ShareCursor shares = ShareCursor.open(folder, shard, policy.contaminated())) {
      Judge judge = new Judge(policy, prefilter, rows.schema());
      int number = 0;
      for (Row row = rows.row(); row != null; row = rows.row()) {
        Drop flag = flags.next();
        router.send(
            judge.candidate(
                from.rowId(number),
                row,
                flag,
                groups.group(Likeness.CONTENT, number),
                groups.group(Likeness.URL, number),
                shares.isContaminated(number)));
        number++;
      }
      groups.requireEnd();
    }
  }

  /** What is asked of a document before any round. */
  private static final class Judge {
    private final Rules rules;
    private final Rules all;
    private final boolean prefilter;
    private final SurvivorOrder order;
    private final Map<String, Column<Double>> quality = new HashMap<>();

    Judge(Policy policy, boolean prefilter, Schema schema) {
      this.rules = new Rules(prefilter ? policy.prefilterRules() : policy.rules(), schema);
      this.all = new Rules(policy.rules(), schema);
      this.prefilter = prefilter;
      this.order = new SurvivorOrder(policy.survivors(), policy.sources());
      if (policy.readsScores()) {
        for (Map.Entry<Kind, String> entry : policy.quality().entrySet()) {
          quality.put(entry.getKey().word(), ScoreTable.column(entry.getValue()));
        }
      }
    }

    Candidate candidate(
        long rowId,
        Row row,
        @Nullable Drop flag,
        @Nullable DocumentId content,
        @Nullable DocumentId url,
        boolean contaminated) {
      String reason = rules.firstReason(row);
      boolean condemned =
          prefilter && reason == null && flag == null && all.firstReason(row) != null;
      DocumentId id = row.get(DocumentTable.ID);
      Column<Double> score = quality.get(row.get(DocumentTable.KIND));
      byte[] key =
          order.of(
              condemned,
              id,
              row.get(DocumentTable.SOURCE),
              row.get(DocumentTable.TEXT_BYTES),
              row.getOrNull(DocumentTable.DATE),
              score == null ? null : row.getOrNull(score));
      Candidate candidate =
          new Candidate(
              rowId,
              id,
              key,
              row.get(DocumentTable.TEXT_DIGEST),
              content,
              url,
              contaminated,
              null,
              null);
      if (reason != null) {
        return candidate.dropped(RULES, reason);
      }
      if (flag != null) {
        return candidate.dropped(flag);
      }
      // Of several equal texts one was looked at, so it waits for their round.
      return content == null && contaminated ? candidate.dropped(Contaminated.DROP) : candidate;
    }
  }
}
