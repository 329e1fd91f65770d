package io.winnow.pipelines;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Document;
import io.winnow.corpus.read.WrongInput;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.DocumentTable;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Tasks;
import io.winnow.glm.GlmScore;
import io.winnow.glm.GlmScorer;
import io.winnow.glm.NotScorable;
import io.winnow.glm.ScorerOptions;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.stage.ShuffleOutput;
import io.winnow.pipelines.stage.StageSpec;
import io.winnow.quality.decision.DecisionTables;
import io.winnow.quality.decision.Rule;
import io.winnow.quality.grade.FindLossBuckets;
import io.winnow.quality.grade.LossBuckets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The stages that say how well a GLM predicts the documents that are kept. */
final class Scoring {
  /** Name of the recipe's stage. */
  static final String STAGE = "score";

  /** The aligned table with a row of numbers for each document that is kept. */
  static final String LOSSES = "glm_scores";

  private static final Schema SCHEMA =
      Schema.of(
          new Column(
              "tokens", ColumnType.LONG, "scored tokens; 0 where the model fails on the text"),
          new Column("nll_sum", ColumnType.DOUBLE, "nats of all scored tokens"),
          new Column("nll_mean", ColumnType.DOUBLE, "nats a token"),
          new Column("perplexity", ColumnType.DOUBLE, "the exponential of nll_mean"),
          new Column("bits_per_byte", ColumnType.DOUBLE, "bits a byte of the scored text"),
          new Column("mtp_nll_mean", ColumnType.DOUBLE, "nats a token, predicted one token ahead"),
          new Column("mtp_greedy_acceptance", ColumnType.DOUBLE, "share of drafts that are kept"),
          new Column(
              "mtp_expected_acceptance", ColumnType.DOUBLE, "chance that sampling keeps a draft"));

  /** Columns of {@link #LOSSES} that conditions of mixtures may name. */
  static final Schema LOSS_CONDITIONS =
      SCHEMA.select(List.of("nll_mean", "perplexity", "bits_per_byte"));

  /** The column of the table {@link FindLossBuckets#TABLE}. */
  static final Schema LOSS_BUCKET = FindLossBuckets.SCHEMA.select(List.of("loss_bucket"));

  private final Run run;
  private final Recipe.Score settings;

  Scoring(Run run) {
    this.run = run;
    this.settings = run.file().recipe().score();
  }

  /**
   * Looks for the checkpoint of a recipe, without loading its weights.
   *
   * @throws WrongInput if there is no such folder
   * @throws io.winnow.glm.model.UnusableCheckpoint if it fails its checks
   */
  static void requireModel(RecipeFile file) throws IOException {
    Recipe.Score settings = file.recipe().score();
    Path folder = folder(file);
    if (!Files.isDirectory(folder)) {
      throw new WrongInput("score.model: there is no folder " + folder);
    }
    try {
      GlmScorer.check(folder, options(settings));
    } catch (IllegalArgumentException e) {
      throw new WrongInput("score: " + e.getMessage());
    }
  }

  private static Path folder(RecipeFile file) {
    String folder = file.absolute(file.recipe().score().model());
    require(!folder.contains("://"), "score.model must be a local folder, but was %s", folder);
    return Path.of(folder);
  }

  private static ScorerOptions options(Recipe.Score settings) {
    return new ScorerOptions(settings.window(), settings.stride(), 0);
  }

  /** Scores the documents that are kept, and sorts them into buckets. */
  void run() throws IOException {
    score();
    sort();
  }

  private void score() throws IOException {
    String folder = folder(run.file()).toString();
    ScorerOptions options = options(settings);
    int characters = settings.characters();
    run.stages()
        .map(
            new StageSpec(
                STAGE,
                List.of(Document.class, GlmScorer.class, Curation.class),
                characters
                    + " "
                    + options.window()
                    + " "
                    + options.stride()
                    + " "
                    + GlmScorer.digest(Path.of(folder)),
                List.of(DocumentTable.DOCUMENTS),
                List.of(DecisionTables.DECISIONS)),
            run.shards(),
            new TextTable(
                LOSSES,
                SCHEMA,
                DecisionTables.DECISIONS,
                () -> {
                  GlmScorer scorer = shared(folder, options);
                  return text -> row(scorer, beginning(text, characters));
                }));
    run.table(LOSSES, true);
  }

  private static GlmScorer shared(String folder, ScorerOptions options) {
    try {
      return GlmScorer.shared(Path.of(folder), options);
    } catch (IOException e) {
      throw new UncheckedIOException("the checkpoint cannot be read", e);
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

  private static @Nullable Object[] row(GlmScorer scorer, String text) {
    GlmScore score;
    try {
      score = scorer.score(text);
    } catch (NotScorable e) {
      return new @Nullable Object[] {0L, null, null, null, null, null, null, null};
    } catch (IOException e) {
      throw new UncheckedIOException("the tokenizer cannot be read", e);
    }
    return new @Nullable Object[] {
      (long) score.tokens(),
      value(score.nllSum()),
      value(score.nllMean()),
      value(score.perplexity()),
      value(score.bitsPerByte()),
      value(score.predictedNllMean()),
      value(score.greedyAcceptance()),
      value(score.expectedAcceptance())
    };
  }

  private static @Nullable Double value(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private void sort() throws IOException {
    LossBuckets buckets = new LossBuckets(settings.head(), settings.middle());
    run.stages()
        .shuffle(
            new StageSpec(
                FindLossBuckets.TABLE,
                List.of(Document.class, Rule.class),
                buckets.toString(),
                List.of(LOSSES, DocumentTable.DOCUMENTS, SignalTable.NAME, DocumentTable.IDS)),
            run.shards(),
            List.of(new ShuffleOutput(FindLossBuckets.TABLE, FindLossBuckets.SCHEMA, true)),
            pipeline ->
                Map.of(
                    FindLossBuckets.TABLE,
                    pipeline
                        .apply("Shards", Tasks.shards(run.shards()))
                        .apply(
                            "Loss buckets", new FindLossBuckets(buckets, run.folder(), LOSSES))));
    run.table(FindLossBuckets.TABLE, true);
  }
}
