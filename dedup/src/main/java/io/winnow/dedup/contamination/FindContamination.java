package io.winnow.dedup.contamination;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.ContaminationTable;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.files.WrongInput;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.NeededSetting;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.text.Edits;
import io.winnow.dedup.contamination.ContaminationScan.Overlap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the documents that the table {@code prefilter} lets through share with benchmarks,
 * and, where the recipe wants that cut out, the spans.
 */
public final class FindContamination extends TableStage {
  /** The word of recipes. */
  public static final String WORD = "contamination";

  /** What is cut out of documents, where the recipe wants that. */
  public static final Table CUTS = EditTables.list(WORD);

  private static final String REASON = "contaminated";

  private final ContaminationSettings settings;
  private final Listing listing;
  private @Nullable BenchmarkFiles found;

  /** Looks for the files of benchmarks. */
  @FunctionalInterface
  public interface Listing {
    /**
     * All files that the settings name.
     *
     * @throws RuntimeException with a sentence for the user, if a path leads to nothing
     */
    BenchmarkFiles find() throws IOException;
  }

  /**
   * @param listing asked once, when the files are needed
   */
  public FindContamination(ContaminationSettings settings, Listing listing) {
    super(
        WORD,
        List.of(DocumentTable.DOCUMENTS, DocumentTable.IDS, DecisionTables.PREFILTER),
        settings.cuts()
            ? List.of(ContaminationTable.CONTAMINATION, CUTS)
            : List.of(ContaminationTable.CONTAMINATION));
    this.settings = settings;
    this.listing = listing;
  }

  private BenchmarkFiles files() throws IOException {
    BenchmarkFiles files = found;
    if (files == null) {
      files = listing.find();
      found = files;
    }
    return files;
  }

  @Override
  public List<Class<? extends Record>> sections() {
    return List.of(ContaminationSettings.class);
  }

  @Override
  public Optional<NeededSetting> needsSetting() {
    return Optional.of(
        new NeededSetting(
            "contamination.benchmarks", "contamination.benchmarks: files to look for"));
  }

  @Override
  public List<Drop> drops() {
    return List.of(Drop.decided(WORD, REASON));
  }

  @Override
  public List<Table> tells() {
    return List.of(ContaminationTable.CONTAMINATION);
  }

  /**
   * Reads the items, which must be worth looking for.
   *
   * @throws WrongInput if a line is wrong, or no item has the fields and enough words
   */
  @Override
  public void requireAssets() throws IOException {
    BenchmarkFiles files = files();
    Benchmarks benchmarks = Benchmarks.of(files.paths(), files.digest(), settings.parameters());
    if (benchmarks.items() == benchmarks.skipped()) {
      throw new WrongInput(
          "contamination.benchmarks",
          String.format(
              Locale.ROOT,
              "none of the %,d items in %d files has %d words in one of" + " the fields %s",
              benchmarks.items(),
              files.paths().size(),
              settings.minimumWords(),
              String.join(", ", settings.fields())));
    }
  }

  @Override
  public String settings(Inputs inputs) throws IOException {
    String action = settings.cuts() ? "cut " + settings.share() : "drop";
    return List.of(settings.parameters(), action, files().digest()).toString();
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    return Work.perShard(
        new Scan(
            files().paths(),
            files().digest(),
            settings.parameters(),
            settings.cuts() ? settings.share() : null));
  }

  /**
   * @param cutFrom share of an item from which on it is cut out; null if documents are left whole
   */
  private record Scan(
      List<String> files,
      String digest,
      ContaminationParameters parameters,
      @Nullable Double cutFrom)
      implements ShardFunction {
    @Override
    public void compute(ShardInput from, ShardOutput to) throws IOException {
      ContaminationScan scan = new ContaminationScan(Benchmarks.of(files, digest, parameters));
      from.forEach(
          List.of(
              DecisionTables.PREFILTER.columns(DecisionTables.KEPT),
              DocumentTable.IDS.columns(DocumentTable.ID),
              DocumentTable.DOCUMENTS.columns(DocumentTable.TEXT)),
          (number, row) -> {
            if (row.is(DecisionTables.KEPT)) {
              write(number, row.get(DocumentTable.ID), row.get(DocumentTable.TEXT), scan, to);
            }
          });
    }

    private void write(long row, DocumentId id, String text, ContaminationScan scan, ShardOutput to)
        throws IOException {
      List<Overlap> overlaps = scan.scan(text);
      List<Edits.Span> cuts = cutFrom == null ? List.of() : cuts(overlaps, cutFrom);
      for (Edits.Span span : cuts) {
        to.write(CUTS, row, id, (long) span.start(), (long) span.end(), REASON);
      }
      boolean whole =
          !cuts.isEmpty() && scan.words(Edits.cut(text, cuts)) < parameters.minimumWords();
      for (Overlap overlap : overlaps) {
        int[] spans = overlap.spans();
        to.write(
            ContaminationTable.CONTAMINATION,
            row,
            id,
            overlap.benchmark(),
            overlap.item(),
            overlap.share(),
            (long) spans[0],
            (long) spans[spans.length - 1],
            whole);
      }
    }

    private static List<Edits.Span> cuts(List<Overlap> overlaps, double from) {
      List<Edits.Span> spans = new ArrayList<>();
      for (Overlap overlap : overlaps) {
        for (int i = 0; i < overlap.spans().length && overlap.share() >= from; i += 2) {
          spans.add(new Edits.Span(overlap.spans()[i], overlap.spans()[i + 1]));
        }
      }
      return Edits.merge(spans);
    }
  }
}
