package io.winnow.glm;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.tokens.TokenCounter;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says how well a GLM predicts the sequences of a mixture, or some of them. A model has a tokenizer
 * of its own, so a sequence is scored as the texts in it, each by itself: what follows another text
 * in a sequence is not to be predicted from it. Of a text that a sequence's border cuts inside a
 * character, whole characters are scored.
 *
 * <p>Memory: a row group of a part, and one text.
 */
public final class ScoreSequences extends TableStage {
  /** The folder of the tables of all mixtures. */
  public static final String FOLDER = "glm_sequence_scores";

  public static final Column<DocumentId> ID = Column.id("id", "id of the sequence");
  public static final Column<String> MIXTURE = Column.text("mixture", "mixture that it is in");
  public static final Column<Long> TEXTS =
      Column.number("texts", "texts in it on which the model did not fail");

  private static final Schema SCHEMA = Schema.of(ID, MIXTURE, TEXTS).and(LossRow.SCHEMA);

  private final ScoreSettings settings;
  private final ModelAsset model;
  private final Sequences sequences;
  private final long seed;

  /**
   * The sequences of a mixture.
   *
   * @param mixture its name
   * @param table with a row for each, which has a column {@code id}
   * @param ids column of it: ids of the tokens
   * @param contexts column of it: first token of each text
   * @param tokenizer of the ids
   */
  public record Sequences(
      String mixture, Table table, Column<int[]> ids, Column<int[]> contexts, String tokenizer)
      implements Serializable {}

  /**
   * @param folder of the checkpoint that the settings name
   * @param seed of the recipe; it decides which sequences are scored, where some are
   */
  public ScoreSequences(ScoreSettings settings, String folder, Sequences sequences, long seed) {
    super("score", List.of(sequences.table()), List.of(table(sequences.mixture())));
    this.settings = settings;
    this.model = new ModelAsset(folder, settings);
    this.sequences = sequences;
    this.seed = seed;
  }

  /** The table for a mixture: a row for each sequence that is scored. */
  public static Table table(String mixture) {
    return new Table(FOLDER + "/" + mixture, SCHEMA, Table.Shape.LIST);
  }

  @Override
  public String name() {
    return "score " + sequences.mixture();
  }

  @Override
  public boolean isNeeded(Inputs inputs) {
    return settings.sequences() > 0;
  }

  @Override
  public void requireAssets() throws IOException {
    model.require();
  }

  @Override
  public String settings(Inputs inputs) throws IOException {
    return List.of(sequences.tokenizer(), settings.sequences(), seed, model.settings()).toString();
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    return Work.perPart(
        inputs.parts(sequences.table()),
        new ScoreParts(sequences, settings.sequences(), seed, model.scorer()));
  }

  /**
   * Scores the sequences of one part.
   *
   * @param share of the sequences that are scored, chosen by their ids
   */
  private record ScoreParts(Sequences sequences, double share, long seed, ModelAsset.Scorer scorer)
      implements ShardFunction {
    @Override
    public void compute(ShardInput from, ShardOutput to) throws IOException {
      GlmScorer model = null;
      TokenCounter tokens = TokenCounter.of(sequences.tokenizer());
      Table table = table(sequences.mixture());
      List<String> columns =
          List.of(ID.name(), sequences.ids().name(), sequences.contexts().name());
      try (TableReader rows =
          TableReader.open(
              from.folder(), from.shard().name(), sequences.table().columns(columns))) {
        for (Row row = rows.row(); row != null; row = rows.row()) {
          DocumentId id = row.get(ID);
          if (Chance.unit(id, "scored sequence", seed) < share) {
            if (model == null) {
              model = scorer.open();
            }
            LossRow losses = new LossRow();
            long texts = score(model, tokens, row, losses);
            @Nullable Object[] values = new @Nullable Object[SCHEMA.size()];
            values[0] = id;
            values[1] = sequences.mixture();
            values[2] = texts;
            System.arraycopy(losses.values(), 0, values, 3, LossRow.SCHEMA.size());
            to.write(table, values);
          }
        }
      }
    }

    /** Scores the texts of a sequence; gives how many the model did not fail on. */
    private long score(GlmScorer model, TokenCounter tokens, Row row, LossRow losses)
        throws IOException {
      int[] ids = row.get(sequences.ids());
      int[] contexts = row.get(sequences.contexts());
      long texts = 0;
      for (int i = 0; i < contexts.length; i++) {
        int end = i + 1 < contexts.length ? contexts[i + 1] : ids.length;
        if (end > contexts[i] && ids[end - 1] == tokens.endOfText()) {
          end--;
        }
        String text = tokens.decodeWhole(Arrays.copyOfRange(ids, contexts[i], end));
        texts += score(model, text, losses) ? 1 : 0;
      }
      return texts;
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
}
