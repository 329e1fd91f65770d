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
import io.winnow.mixtures.export.ExportFormat;
import io.winnow.mixtures.export.ExportParts;
import io.winnow.pipelines.manifest.BooksDoNotBalance;
import io.winnow.pipelines.manifest.Manifest.ComponentEntry;
import io.winnow.pipelines.manifest.Manifest.ExportEntry;
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
 * @param exports write it in other formats, each for itself
 */
public record MixturePlan(
    MixtureSettings settings,
    String tokenizer,
    Stage copies,
    Stage texts,
    List<ExportParts> exports) {

  /** The mixtures of a recipe, after the stages of a plan. */
  static List<MixturePlan> of(Recipe recipe, Chosen stages) {
    boolean edited = stages.has(UniteEdits.class);
    List<MixturePlan> mixtures = new ArrayList<>();
    for (MixtureSettings settings : recipe.mixtures()) {
      Stage texts =
          new MixTexts(settings, recipe.seed(), recipe.tokenizer(), SignalMeasures.SIGNALS, edited);
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
              texts,
              exports(settings, texts.writes().get(0))));
    }
    return mixtures;
  }

  /** In the order of the formats, each once, however the recipe lists them. */
  private static List<ExportParts> exports(MixtureSettings settings, Table parts) {
    return settings.export().stream()
        .map(ExportFormat::of)
        .distinct()
        .sorted()
        .map(format -> new ExportParts(settings.name(), parts, format))
        .toList();
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
      files.add(FileEntry.of(Shard.part(files.size()), part.file()));
    }
    return new MixtureEntry(
        settings.name(),
        books.documents(),
        books.tokens(),
        sequences(books.sequences()),
        books.components().stream().map(MixturePlan::component).toList(),
        files,
        exported(inputs));
  }

  private List<ExportEntry> exported(Inputs inputs) throws IOException {
    List<ExportEntry> entries = new ArrayList<>();
    for (ExportParts export : exports) {
      List<FileEntry> files =
          export.files(inputs).stream()
              .map(file -> FileEntry.of(file.name(), file.file()))
              .toList();
      entries.add(new ExportEntry(export.format().word(), files));
    }
    return entries;
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
