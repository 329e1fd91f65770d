package io.winnow.pipelines.plan;

import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.mixtures.MixTexts;
import io.winnow.mixtures.MixtureBooks;
import io.winnow.mixtures.MixtureBooks.ComponentBook;
import io.winnow.mixtures.MixtureBooks.SequenceBook;
import io.winnow.mixtures.MixtureSettings;
import io.winnow.mixtures.edits.UniteEdits;
import io.winnow.mixtures.epochs.ChooseCopies;
import io.winnow.mixtures.epochs.ComponentTotals;
import io.winnow.pipelines.manifest.BooksDoNotBalance;
import io.winnow.pipelines.manifest.Manifest.ComponentEntry;
import io.winnow.pipelines.manifest.Manifest.FileEntry;
import io.winnow.pipelines.manifest.Manifest.MixtureEntry;
import io.winnow.pipelines.manifest.Manifest.SequenceEntry;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.quality.signals.SignalMeasures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one mixture is written.
 *
 * @param settings of the mixture
 * @param tokenizer of its sequences
 * @param copies says which documents enter it, and how often
 * @param texts writes it
 */
public record MixturePlan(MixtureSettings settings, String tokenizer, Stage copies, Stage texts) {

  /** The mixtures of a recipe, after the stages of a plan. */
  static List<MixturePlan> of(Recipe recipe, Chosen stages) {
    boolean edited = stages.has(UniteEdits.class);
    List<MixturePlan> mixtures = new ArrayList<>();
    for (MixtureSettings settings : recipe.mixtures()) {
      mixtures.add(
          new MixturePlan(
              settings,
              recipe.tokenizer(),
              new ChooseCopies(
                  settings.name(),
                  settings.named(),
                  recipe.seed(),
                  SignalMeasures.SIGNALS,
                  stages.offers(false),
                  edited),
              new MixTexts(
                  settings, recipe.seed(), recipe.tokenizer(), SignalMeasures.SIGNALS, edited)));
    }
    return mixtures;
  }

  /** The table of its files. */
  public Table table() {
    return texts.writes().get(0);
  }

  /**
   * What the manifest says of it, once it is written.
   *
   * @throws BooksDoNotBalance if it is not what was to be written
   */
  public MixtureEntry entry(Inputs inputs) throws IOException {
    List<Receipt> parts = inputs.receipts(table());
    MixtureBooks books =
        MixtureBooks.of(
            settings, tokenizer, inputs.receipts(ChooseCopies.table(settings.name())), parts);
    books
        .fault()
        .ifPresent(
            fault -> {
              throw new BooksDoNotBalance(fault);
            });
    List<FileEntry> files = new ArrayList<>();
    for (Receipt part : parts) {
      files.add(FileEntry.of(Shard.part(files.size()), part));
    }
    return new MixtureEntry(
        settings.name(),
        books.documents(),
        books.tokens(),
        sequences(books.sequences()),
        books.components().stream().map(MixturePlan::component).toList(),
        files);
  }

  private static @Nullable SequenceEntry sequences(@Nullable SequenceBook book) {
    return book == null
        ? null
        : new SequenceEntry(
            book.form().length(),
            book.form().packing().word(),
            book.form().tokenizer(),
            book.count(),
            book.tokens(),
            book.texts(),
            book.pathTokens());
  }

  private static ComponentEntry component(ComponentBook book) {
    ComponentTotals totals = book.totals();
    return new ComponentEntry(
        book.name(),
        book.requestedEpochs(),
        totals.achievedEpochs(),
        totals.availableDocuments(),
        totals.availableTokens(),
        totals.copiedDocuments(),
        totals.copiedTokens());
  }
}
