package io.winnow.pipelines.plan;

import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.glm.ScoreSequences;
import io.winnow.glm.ScoreSettings;
import io.winnow.mixtures.sequences.SequenceWriter;
import io.winnow.pipelines.manifest.Manifest.FileEntry;
import io.winnow.pipelines.manifest.Manifest.TableEntry;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.RecipeFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a model says of the sequences of mixtures: one stage for each mixture that is written as
 * such, all of whose files are one table of the run.
 */
public final class SequenceScores {
  private final RecipeFile file;

  SequenceScores(RecipeFile file) {
    this.file = file;
  }

  /** Runs a stage of the plan. */
  @FunctionalInterface
  public interface Runner {
    /** Gives whether there was anything to do. */
    boolean run(Stage stage) throws IOException;
  }

  /**
   * Scores the sequences of mixtures.
   *
   * @return what the manifest says of the table; empty where there is none
   */
  public Optional<TableEntry> score(List<MixturePlan> mixtures, Inputs inputs, Runner runner)
      throws IOException {
    List<FileEntry> files = new ArrayList<>();
    if (file.recipe().hasStage("score")) {
      for (MixturePlan mixture : mixtures) {
        if (mixture.settings().hasSequences() && runner.run(stage(mixture))) {
          String name = mixture.settings().name();
          Table table = ScoreSequences.table(name);
          int part = 0;
          for (Receipt receipt : inputs.receipts(table)) {
            files.add(FileEntry.of(name + "/" + Shard.part(part++), receipt.file()));
          }
        }
      }
    }
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(new TableEntry(ScoreSequences.FOLDER, false, files));
  }

  private Stage stage(MixturePlan mixture) {
    Recipe recipe = file.recipe();
    ScoreSettings settings = recipe.section(ScoreSettings.class);
    return new ScoreSequences(
        settings,
        file.absolute(settings.model()),
        new ScoreSequences.Sequences(
            mixture.settings().name(),
            mixture.table(),
            SequenceWriter.IDS,
            SequenceWriter.CONTEXTS,
            mixture.tokenizer()),
        recipe.seed());
  }
}
