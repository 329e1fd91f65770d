package io.winnow.mixtures;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.mixtures.epochs.ChooseCopies;
import io.winnow.mixtures.epochs.Component;
import io.winnow.mixtures.epochs.ComponentTotals;
import io.winnow.mixtures.sequences.Packing;
import io.winnow.mixtures.sequences.SequenceForm;
import io.winnow.mixtures.sequences.SequenceWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a mixture: the documents of which {@link ChooseCopies} says that they enter, in an order
 * by chance, as documents or as sequences of tokens. How many parts it has follows from the bytes
 * of all copies.
 */
public final class MixTexts extends TableStage {
  public static final Column<Long> COPY =
      Column.number("copy", "number of the copy in its component, from 0");

  /** Count of a part's receipt: copies in it. */
  static final String DOCUMENTS = "documents";

  /** Count of a part's receipt: tokens in them. */
  static final String TOKENS = "tokens";

  /** Count of a part's receipt: tokens of the paths before files, which sequences hold besides. */
  static final String PATHS = "path_tokens";

  /** Count of a part's receipt: texts or files of a repository, each ended by one more token. */
  static final String TEXTS = "texts";

  /** Count of a part's receipt: all tokens of its sequences, counted as they are written. */
  static final String WRITTEN = "written_tokens";

  private static final long MEGABYTE = 1 << 20;

  private final MixtureSettings settings;
  private final long seed;
  private final String tokenizer;
  private final Table signals;
  private final boolean edited;

  /**
   * @param seed of the recipe
   * @param tokenizer of sequences
   * @param signals table with {@link SignalTable#LANGUAGE} and {@link SignalTable#TOKENS}
   * @param edited whether there are edits, which are applied to the texts
   */
  public MixTexts(
      MixtureSettings settings, long seed, String tokenizer, Table signals, boolean edited) {
    super("", reads(settings, signals, edited), table(settings.name(), settings.hasSequences()));
    this.settings = settings;
    this.seed = seed;
    this.tokenizer = tokenizer;
    this.signals = signals;
    this.edited = edited;
  }

  /** Nothing in it tells the name of an input file. */
  private static Table documents(String mixture) {
    return Table.list(
        folder(mixture),
        DocumentTable.ID,
        COPY,
        ChooseCopies.COMPONENT,
        DocumentTable.SOURCE,
        DocumentTable.KIND,
        DocumentTable.SOURCE_URI,
        DocumentTable.TITLE,
        SignalTable.LANGUAGE,
        SignalTable.TOKENS,
        DocumentTable.TEXT);
  }

  /**
   * The files of a mixture.
   *
   * @param sequences whether it is written as sequences
   */
  public static Table table(String mixture, boolean sequences) {
    return sequences
        ? new Table(folder(mixture), SequenceWriter.SCHEMA, Table.Shape.LIST)
        : documents(mixture);
  }

  /** The folder of a mixture's files. */
  public static String folder(String mixture) {
    return "mixtures/" + mixture;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public List<Class<? extends Record>> sections() {
    return List.of(MixtureSettings.class);
  }

  private static List<Table> reads(MixtureSettings settings, Table signals, boolean edited) {
    List<Table> reads =
        new ArrayList<>(
            List.of(
                DocumentTable.DOCUMENTS,
                DocumentTable.IDS,
                signals,
                ChooseCopies.table(settings.name())));
    if (edited) {
      reads.add(EditTables.EDITS);
      reads.add(EditTables.EDITED);
    }
    return reads;
  }

  @Override
  public String settings(Inputs inputs) {
    return settings.withoutExport() + " " + seed + " " + tokenizer;
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    Mixture mixture = mixture(inputs);
    return new Work.Parts(
        IntStream.range(0, mixture.parts()).mapToObj(Shard::part).toList(),
        (pipeline, key) ->
            pipeline
                .apply("Shards", Work.shards(inputs))
                .apply("Mix", new Mix(mixture, signals, inputs.folder(), key)));
  }

  /** What is to be written. */
  private Mixture mixture(Inputs inputs) throws IOException {
    Table copies = ChooseCopies.table(settings.name());
    long textBytes = 0;
    for (Component component : settings.named()) {
      textBytes += ComponentTotals.sum(inputs.receipts(copies), component.name()).copiedTextBytes();
    }
    return new Mixture(
        settings.name(),
        seed,
        Mixture.parts(textBytes, settings.shardMegabytes() * MEGABYTE),
        edited,
        form(settings, tokenizer),
        settings.orders());
  }

  /** What sequences it is written as, if any. */
  static @Nullable SequenceForm form(MixtureSettings settings, String tokenizer) {
    return settings.hasSequences()
        ? new SequenceForm(
            settings.sequence().length(), Packing.of(settings.sequence().packing()), tokenizer)
        : null;
  }
}
