package io.winnow.pipelines;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.files.WrongInput;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.glm.GlmScorer;
import io.winnow.glm.ScorerOptions;
import io.winnow.mixtures.Mixture;
import io.winnow.pipelines.Manifest.FileEntry;
import io.winnow.pipelines.Manifest.MixtureEntry;
import io.winnow.pipelines.Manifest.TableEntry;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.stage.ShuffleOutput;
import io.winnow.pipelines.stage.StageSpec;
import io.winnow.quality.grade.FindLossBuckets;
import io.winnow.quality.grade.LossBuckets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The stages that say how well a GLM predicts the documents that are kept. */
final class Scoring {
  /** Name of the recipe's stage. */
  static final String STAGE = "score";

  /** The aligned table with a row of numbers for each document that is kept. */
  static final String LOSSES = "glm_scores";

  /** The table with a row of numbers for each sequence of the mixtures, or for some of them. */
  static final String SEQUENCE_LOSSES = "glm_sequence_scores";

  /** Columns of {@link #LOSSES} that conditions of mixtures may name. */
  static final Schema LOSS_CONDITIONS =
      LossRow.SCHEMA.select(List.of("nll_mean", "perplexity", "bits_per_byte"));

  /** The column of the table {@link FindLossBuckets#TABLE}. */
  static final Schema LOSS_BUCKET = FindLossBuckets.SCHEMA.select(List.of("loss_bucket"));

  private final Run run;
  private final Recipe.Score settings;
  private final String digest;

  Scoring(Run run) throws IOException {
    this.run = run;
    this.settings = run.file().recipe().score();
    this.digest = GlmScorer.digest(folder(run.file()));
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
    return Path.of(file.absolute(file.recipe().score().model()));
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
                List.of(),
                characters + " " + checkpoint(options),
                List.of(DocumentTable.DOCUMENTS.name()),
                List.of(DecisionTables.DECISIONS.name())),
            run.shards(),
            new TextTable(
                LOSSES,
                LossRow.SCHEMA,
                DecisionTables.DECISIONS.name(),
                new ScoreText(new Scorer(folder, options, digest), characters)));
    run.table(LOSSES, true);
  }

  /** What scores of a text depend on. */
  private String checkpoint(ScorerOptions options) {
    return options.window() + " " + options.stride() + " " + digest;
  }

  /** Scores the sequences of the mixtures that are written as such. */
  void sequences(List<MixtureEntry> mixtures) throws IOException {
    String folder = folder(run.file()).toString();
    ScorerOptions options = options(settings);
    long seed = run.file().recipe().seed();
    List<FileEntry> files = new ArrayList<>();
    for (MixtureEntry mixture : mixtures) {
      if (mixture.sequences() == null || settings.sequences() == 0) {
        continue;
      }
      String table = SEQUENCE_LOSSES + "/" + mixture.name();
      List<Shard> parts = new ArrayList<>();
      for (FileEntry part : mixture.files()) {
        parts.add(new Shard(parts.size(), part.name(), part.rows(), part.bytes()));
      }
      String tokenizer = mixture.sequences().tokenizer();
      run.stages()
          .map(
              new StageSpec(
                  STAGE + " " + mixture.name(),
                  List.of(),
                  String.join(
                      " ",
                      tokenizer,
                      Double.toString(settings.sequences()),
                      Long.toString(seed),
                      checkpoint(options)),
                  List.of(Mixture.table(mixture.name()))),
              parts,
              new SequenceLosses(
                  mixture.name(),
                  Mixture.table(mixture.name()),
                  table,
                  tokenizer,
                  settings.sequences(),
                  seed,
                  new Scorer(folder, options, digest)));
      for (Shard part : parts) {
        Receipt receipt = run.stages().receipts(table).get(part.name());
        if (receipt == null) {
          throw new IllegalStateException(table + " lacks " + part.name());
        }
        files.add(Run.entry(mixture.name() + "/" + part.name(), receipt));
      }
    }
    if (!files.isEmpty()) {
      run.tables().add(new TableEntry(SEQUENCE_LOSSES, false, files));
    }
  }

  private void sort() throws IOException {
    LossBuckets buckets = new LossBuckets(settings.head(), settings.middle());
    run.stages()
        .shuffle(
            new StageSpec(
                FindLossBuckets.TABLE,
                List.of(FindLossBuckets.class),
                buckets.toString(),
                List.of(
                    LOSSES,
                    DocumentTable.DOCUMENTS.name(),
                    SignalTable.NAME,
                    DocumentTable.IDS.name())),
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
