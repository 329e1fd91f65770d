package io.winnow.glm;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.MaskedTexts;
import io.winnow.corpus.stage.NeededSetting;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says how well a GLM predicts each document that is kept. */
public final class ScoreDocuments extends TableStage {
  /** Numbers for each document that is kept. */
  public static final Table GLM_SCORES =
      new Table("glm_scores", LossRow.SCHEMA, Table.Shape.ALIGNED);

  /** By which documents are sorted into buckets. */
  public static final Column<Double> BITS_PER_BYTE = LossRow.BITS_PER_BYTE;

  private final ScoreSettings settings;
  private final ModelAsset model;

  /**
   * @param folder of the checkpoint that the settings name
   */
  public ScoreDocuments(ScoreSettings settings, String folder) {
    super("score", List.of(DocumentTable.DOCUMENTS), GLM_SCORES);
    this.settings = settings;
    this.model = new ModelAsset(folder, settings);
  }

  @Override
  public String name() {
    return "score";
  }

  @Override
  public List<Class<? extends Record>> sections() {
    return List.of(ScoreSettings.class);
  }

  @Override
  public Optional<NeededSetting> needsSetting() {
    return Optional.of(new NeededSetting("score.model", "score.model: the folder of a checkpoint"));
  }

  @Override
  public List<Table> masks() {
    return List.of(DecisionTables.DECISIONS);
  }

  @Override
  public void requireAssets() throws IOException {
    model.require();
  }

  @Override
  public String settings(Inputs inputs) throws IOException {
    return settings.characters() + " " + model.settings();
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    return Work.perShard(
        new MaskedTexts(
            GLM_SCORES,
            DecisionTables.DECISIONS,
            new ScoreText(model.scorer(), settings.characters())));
  }

  @Override
  public List<Offer> offers() {
    return List.of(
        new Offer(
            GLM_SCORES,
            List.of(
                LossRow.NLL_MEAN.name(), LossRow.PERPLEXITY.name(), LossRow.BITS_PER_BYTE.name()),
            false));
  }

  @Override
  public List<Table> tells() {
    return List.of(GLM_SCORES);
  }

  /**
   * What a GLM says of a text.
   *
   * @param characters of a text that are scored; 0: all
   */
  private record ScoreText(ModelAsset.Scorer scorer, int characters)
      implements MaskedTexts.Measure {
    @Override
    public Function<String, @Nullable Object[]> start() {
      GlmScorer opened = scorer.open();
      return text -> row(opened, beginning(text, characters));
    }

    private static @Nullable Object[] row(GlmScorer scorer, String text) {
      LossRow row = new LossRow();
      try {
        row.add(scorer.score(text), scorer::position);
      } catch (NotScorable e) {
        return new LossRow().values();
      } catch (IOException e) {
        throw new UncheckedIOException("the tokenizer cannot be read", e);
      }
      return row.values();
    }
  }

  /** Whole characters, so that the bytes that are scored are those of a text. */
  static String beginning(String text, int characters) {
    if (characters == 0 || text.length() <= characters) {
      return text;
    }
    boolean half = Character.isHighSurrogate(text.charAt(characters - 1));
    return text.substring(0, half ? characters - 1 : characters);
  }
}
