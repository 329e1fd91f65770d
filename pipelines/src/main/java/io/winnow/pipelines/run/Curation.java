package io.winnow.pipelines.run;

import io.winnow.corpus.Digest;
import io.winnow.corpus.Kind;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.DamagedFile;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.WholeFile;
import io.winnow.mixtures.export.ExportFormat;
import io.winnow.pipelines.books.Books;
import io.winnow.pipelines.books.Guards;
import io.winnow.pipelines.books.Ledger;
import io.winnow.pipelines.engine.Engine;
import io.winnow.pipelines.engine.Jobs;
import io.winnow.pipelines.engine.Receipts;
import io.winnow.pipelines.engine.StageRecord;
import io.winnow.pipelines.ingest.Ingest;
import io.winnow.pipelines.ingest.IngestPlan;
import io.winnow.pipelines.ingest.IngestSettings;
import io.winnow.pipelines.ingest.IngestTask;
import io.winnow.pipelines.ingest.Ingested;
import io.winnow.pipelines.manifest.Manifest;
import io.winnow.pipelines.manifest.Manifest.MixtureEntry;
import io.winnow.pipelines.manifest.Manifest.TableEntry;
import io.winnow.pipelines.manifest.RunRecord;
import io.winnow.pipelines.manifest.SourceBooks;
import io.winnow.pipelines.manifest.StageCost;
import io.winnow.pipelines.plan.EarlierRuns;
import io.winnow.pipelines.plan.MixturePlan;
import io.winnow.pipelines.plan.Plan;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.readers.InputReader;
import io.winnow.readers.Reading;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver: takes a recipe through its plan, in one folder, and ends with a manifest. It holds no
 * algorithm of its own.
 */
public final class Curation {
  private static final Logger LOG = LoggerFactory.getLogger(Curation.class);
  private static final long MEGABYTE = 1 << 20;

  private final RecipeFile file;
  private final Recipe recipe;
  private final CurationOptions options;
  private final Ending ending;
  private final CorpusFolder home;

  /** Where is written: the home of the run, or the place of the result that is to come there. */
  private final CorpusFolder folder;

  private final Receipts receipts;
  private final Jobs jobs;
  private final long start = System.nanoTime();

  /** What it took to compute what was there before this run. */
  private final Map<String, StageCost> earlierCosts;

  private Curation(RecipeFile file, CurationOptions options, Ending ending) throws IOException {
    this.file = file;
    this.recipe = file.recipe();
    this.options = options;
    this.ending = ending;
    this.home = new CorpusFolder(options.out());
    this.folder = Replacement.begin(home);
    this.receipts = new Receipts(folder);
    this.earlierCosts = RunRecord.costs(folder);
    this.jobs =
        new Jobs(
            folder,
            name -> options.jobs().forJob(recipe.name() + "-" + name),
            options.progress(),
            options.parallelism(),
            options.inProcessDocuments());
  }

  /** What is done with a run when all is written and nobody else may touch its folder yet. */
  @FunctionalInterface
  public interface Ending {
    /** Does nothing. */
    Ending NONE = (folder, manifest) -> {};

    /**
     * Called before the new result takes the place of an old one, and for a run that a guard has
     * stopped too.
     *
     * @param folder where its files are found
     * @param manifest that it ends with
     */
    void of(CorpusFolder folder, Manifest manifest) throws IOException;
  }

  /**
   * Runs a recipe, or goes on with a run that was cut short; what is there already is not computed
   * again.
   *
   * @param ending what is done in the end, such as drawing the report
   * @throws Refused if another run holds the folder, or inputs changed under an unfinished run
   * @throws io.winnow.pipelines.manifest.BooksDoNotBalance if a record was lost or doubled
   * @throws GuardStopped if more was dropped than the guards allow, and mixtures were to be written
   * @throws io.winnow.pipelines.recipe.RecipeException if a source's path leads to nothing, or an
   *     earlier run or a model that the recipe names is not there
   */
  public static RunResult run(RecipeFile recipe, CurationOptions options, Ending ending)
      throws IOException {
    try (RunLock lock = RunLock.take(options.out())) {
      Set<String> mended = new HashSet<>();
      while (true) {
        try {
          return new Curation(recipe, options, ending).run();
        } catch (IOException | RuntimeException e) {
          String damaged = DamagedFile.in(e).orElse(null);
          if (damaged == null || !mended.add(damaged) || !forget(options.out(), damaged)) {
            throw e;
          }
          LOG.warn("{} is damaged, so it is made again", damaged);
        }
      }
    }
  }

  /**
   * Lets go of a file, so that the next try makes it again. Of a result that is to be replaced,
   * only its receipt goes: what can still be read of the file is there until a new one is.
   *
   * @return whether it is a file of this run
   */
  private static boolean forget(String out, String damaged) throws IOException {
    CorpusFolder whole = new CorpusFolder(out);
    CorpusFolder folder = damaged.startsWith(top(whole.next())) ? whole.next() : whole;
    String top = top(folder);
    String suffix = ".parquet";
    int slash = damaged.lastIndexOf('/');
    if (!damaged.startsWith(top) || !damaged.endsWith(suffix) || slash <= top.length()) {
      return false;
    }
    String table = damaged.substring(top.length(), slash);
    String shard = damaged.substring(slash + 1, damaged.length() - suffix.length());
    List<ResourceId> gone = new ArrayList<>(List.of(folder.receipt(table, shard)));
    if (!folder.has(Manifest.FILE)) {
      gone.add(folder.table(table, shard));
    }
    FileSystems.delete(gone, StandardMoveOptions.IGNORE_MISSING_FILES);
    return true;
  }

  private static String top(CorpusFolder folder) {
    return folder.folder(".").getCurrentDirectory().toString();
  }

  private RunResult run() throws IOException {
    EarlierRuns earlier = EarlierRuns.of(file);
    earlier.requireNot(home);
    Plan plan = Plan.of(file, earlier);
    plan.requireAssets();
    Map<SourceSettings, List<InputFile>> inputs = file.inputs();
    file.requireFit(inputs);
    sweepTemporaryFiles();
    UnfinishedRun.beginOrContinue(folder, noted(inputs));

    Ingested ingested = ingest(inputs);
    noteCosts();
    Engine engine = new Engine(folder, ingested.shards(), receipts, jobs);
    List<TableEntry> tables = new ArrayList<>();
    for (Table table : Ingest.TABLES) {
      tables.add(entry(table, engine.files(table)));
    }
    List<SourceBooks> books = List.of();
    for (Stage stage : plan.stages()) {
      run(stage, engine, tables);
      if (stage instanceof Ledger) {
        books = Books.close(ingested.records(recipe.sourceNames()), engine.receipts(Ledger.LEDGER));
        plan.booksAreClosed(books);
      }
    }
    List<String> faults = new Guards(recipe.guards(), plan.drops()).faults(books, engine);
    boolean stopped = !faults.isEmpty() && options.mixtures();
    List<MixtureEntry> mixtures =
        options.mixtures() && !stopped ? mix(plan, engine, tables) : List.of();
    Manifest manifest =
        new Manifest(
            recipe.name(),
            digest(books, mixtures),
            recipe.canonical(),
            engine.shards(),
            books,
            List.copyOf(tables),
            mixtures);
    if (!stopped || !folder.equals(home)) {
      new Sweep(folder, manifest).run();
    }
    RunResult result = finish(manifest, faults);
    if (!stopped) {
      new Sweep(home, manifest).run();
    }
    if (stopped) {
      // The tables and the report are there, so that one can look at what the guard saw; mixtures
      // of an earlier run stay where they are.
      throw new GuardStopped("a guard stopped the run: " + String.join("\n", faults));
    }
    return result;
  }

  private void run(Stage stage, Engine engine, List<TableEntry> tables) throws IOException {
    boolean belongs = engine.run(stage);
    noteCosts();
    if (belongs) {
      for (Table table : stage.writes()) {
        tables.add(entry(table, engine.files(table)));
      }
    }
  }

  /** Notes what the last stage took, if it did anything, so that a killed run has not lost it. */
  private void noteCosts() throws IOException {
    List<StageRecord> stages = jobs.records();
    if (!stages.isEmpty() && stages.get(stages.size() - 1).computed() > 0) {
      record().write(folder);
    }
  }

  private RunRecord record() {
    return RunRecord.of(
        (System.nanoTime() - start) * 1e-9,
        options.runner(),
        options.parallelism(),
        file.folder().toString(),
        jobs.records(),
        earlierCosts);
  }

  private TableEntry entry(Table table, List<String> names) throws IOException {
    List<Manifest.FileEntry> files = new ArrayList<>();
    for (String name : names) {
      files.add(Manifest.FileEntry.of(name, receipts.require(table.name(), name).file()));
    }
    return new TableEntry(table.name(), table.isAligned(), files);
  }

  private List<MixtureEntry> mix(Plan plan, Engine engine, List<TableEntry> tables)
      throws IOException {
    List<MixtureEntry> mixtures = new ArrayList<>();
    for (MixturePlan mixture : plan.mixtures()) {
      run(mixture.copies(), engine, tables);
      engine.run(mixture.texts());
      noteCosts();
      for (Stage export : mixture.exports()) {
        run(export, engine, tables);
      }
      mixtures.add(mixture.entry(engine));
    }
    plan.sequences().score(plan.mixtures(), engine, engine::run).ifPresent(tables::add);
    return mixtures;
  }

  /**
   * What a killed run left half-written; the lock says that nobody is writing now. Only names that
   * a run gives its files are touched: the folder may hold other things.
   */
  private void sweepTemporaryFiles() throws IOException {
    List<ResourceId> left = new ArrayList<>();
    List<String> suffixes = new ArrayList<>(List.of(".parquet", ".json", ".html"));
    for (ExportFormat format : ExportFormat.values()) {
      suffixes.add("." + format.word());
    }
    for (String written : suffixes) {
      String pattern = top(home) + "**" + written + WholeFile.TEMPORARY + "*";
      for (MatchResult.Metadata match :
          FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata()) {
        left.add(match.resourceId());
      }
    }
    FileSystems.delete(left, StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  static UnfinishedRun.Inputs noted(Map<SourceSettings, List<InputFile>> inputs) {
    Map<String, UnfinishedRun.SourceInputs> sources = new TreeMap<>();
    inputs.forEach(
        (source, files) ->
            sources.put(
                source.name(),
                new UnfinishedRun.SourceInputs(
                    new Digest()
                        .add(IngestPlan.canonical(source))
                        .add(source.paths().toString())
                        .hex(),
                    files)));
    return new UnfinishedRun.Inputs(sources);
  }

  private Ingested ingest(Map<SourceSettings, List<InputFile>> inputs) throws IOException {
    IngestSettings settings =
        new IngestSettings(
            recipe.ingest().shardMegabytes() * MEGABYTE, options.sample(), recipe.seed());
    Map<Kind, InputReader> readers = new EnumMap<>(Kind.class);
    List<IngestTask> tasks = new ArrayList<>();
    inputs.forEach(
        (source, files) -> {
          InputReader reader = readers.computeIfAbsent(source.kind(), Reading::of);
          tasks.addAll(IngestPlan.tasks(source, files, IngestPlan.code(reader), settings));
        });
    return Ingested.of(
        folder,
        receipts,
        tasks,
        settings,
        readers,
        jobs,
        () -> UnfinishedRun.requireSame(folder, noted(inputs), noted(file.inputs())));
  }

  /**
   * Of what does not depend on how the corpus was cut: the mixtures' bytes and the books. Exports
   * are no part of it. They follow from the mixtures' bytes, so they say nothing that is not in it;
   * and who has exported a mixture has the same mixture as who has not.
   */
  private static String digest(List<SourceBooks> books, List<MixtureEntry> mixtures) {
    Digest digest = new Digest();
    for (MixtureEntry mixture : mixtures) {
      digest.add(mixture.name());
      mixture.files().forEach(file -> digest.add(file.name()).add(file.digest()));
    }
    for (SourceBooks source : books) {
      digest.add(source.source()).add(source.records()).add(source.kept());
      digest.add(source.dropped().toString()).add(source.deadLetters());
    }
    return digest.hex();
  }

  private RunResult finish(Manifest manifest, List<String> warnings) throws IOException {
    RunRecord record = record().ended();
    long records = manifest.books().stream().mapToLong(SourceBooks::records).sum();
    long dead = manifest.books().stream().mapToLong(SourceBooks::deadLetters).sum();
    double share = records == 0 ? 0 : (double) dead / records;
    RunResult result =
        new RunResult(
            manifest,
            record.stages(),
            record.seconds(),
            share,
            share > recipe.deadLetters().maximumShare(),
            warnings);
    record.write(folder);
    try {
      ending.of(folder, manifest);
    } catch (RuntimeException e) {
      // A report that cannot be drawn does not take the result away.
      Replacement.end(folder, manifest);
      throw e;
    }
    Replacement.end(folder, manifest);
    return result;
  }
}
