package io.winnow.pipelines;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.tokens.TokenCounter;
import io.winnow.glm.GlmScorer;
import io.winnow.glm.NotScorable;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A map stage over the parts of a mixture: what a GLM says of its sequences. A model has a
 * tokenizer of its own, so a sequence is scored as the texts in it, each by itself: what follows
 * another text in a sequence is not to be predicted from it. Of a text that a sequence's border
 * cuts inside a character, whole characters are scored.
 *
 * <p>Memory: a row group of the part, and one text.
 */
final class SequenceLosses implements ShardFunction {
  static final Schema SCHEMA =
      Schema.of(
              Column.id("id", "id of the sequence"),
              Column.text("mixture", "mixture that it is in"),
              Column.number("texts", "texts in it on which the model did not fail"))
          .and(LossRow.SCHEMA);

  private final String mixture;
  private final String mixtureTable;
  private final String table;
  private final String tokenizer;
  private final double share;
  private final long seed;
  private final OpenScorer scorer;

  /** Gives the scorer of a JVM. */
  @FunctionalInterface
  interface OpenScorer extends Serializable {
    GlmScorer open();
  }

  /**
   * @param mixtureTable with its sequences
   * @param table that is written
   * @param tokenizer of the sequences
   * @param share of the sequences that are scored, chosen by their ids
   */
  SequenceLosses(
      String mixture,
      String mixtureTable,
      String table,
      String tokenizer,
      double share,
      long seed,
      OpenScorer scorer) {
    this.mixture = mixture;
    this.mixtureTable = mixtureTable;
    this.table = table;
    this.tokenizer = tokenizer;
    this.share = share;
    this.seed = seed;
    this.scorer = scorer;
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(table, SCHEMA));
  }

  @Override
  public void compute(CorpusFolder folder, Shard part, boolean earlier, ShardOutput to)
      throws IOException {
    GlmScorer model = null;
    TokenCounter tokens = TokenCounter.of(tokenizer);
    try (TableReader sequences =
        TableReader.open(
            folder.table(mixtureTable, part.name()), List.of("id", "ids", "contexts"))) {
      for (@Nullable Object[] row = sequences.next(); row != null; row = sequences.next()) {
        DocumentId id = (DocumentId) Objects.requireNonNull(row[0]);
        if (Chance.unit(id, "scored sequence", seed) < share) {
          if (model == null) {
            model = scorer.open();
          }
          int[] ids = (int[]) Objects.requireNonNull(row[1]);
          int[] contexts = (int[]) Objects.requireNonNull(row[2]);
          LossRow losses = new LossRow();
          long texts = 0;
          for (int i = 0; i < contexts.length; i++) {
            int end = i + 1 < contexts.length ? contexts[i + 1] : ids.length;
            if (end > contexts[i] && ids[end - 1] == tokens.endOfText()) {
              end--;
            }
            String text = tokens.decodeWhole(Arrays.copyOfRange(ids, contexts[i], end));
            texts += score(model, text, losses) ? 1 : 0;
          }
          @Nullable Object[] values = new @Nullable Object[SCHEMA.size()];
          values[0] = id;
          values[1] = mixture;
          values[2] = texts;
          System.arraycopy(losses.values(), 0, values, 3, LossRow.SCHEMA.size());
          to.write(0, values);
        }
      }
    }
  }

  private static boolean score(GlmScorer model, String text, LossRow losses) throws IOException {
    try {
      losses.add(model.score(text), model::position);
      return true;
    } catch (NotScorable e) {
      return false;
    }
  }
}
