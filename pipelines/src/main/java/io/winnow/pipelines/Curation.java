package io.winnow.pipelines;

import io.winnow.classifiers.onnx.ScoreModel;
import io.winnow.corpus.Digest;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableWriter;
import io.winnow.dedup.minhash.NearCopyTables;
import io.winnow.dedup.semantic.SemanticTables;
import io.winnow.pipelines.Manifest.MixtureEntry;
import io.winnow.pipelines.code.CodeDigest;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.RecipeColumns;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.stage.StageSpec;
import io.winnow.pipelines.stage.Stages;
import io.winnow.readers.Reading;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * The driver: takes a recipe through its stages, in one folder, and ends with a manifest. It joins
 * the doors of the other rooms together and holds no algorithm of its own.
 */
public final class Curation {
  private static final long MEGABYTE = 1 << 20;

  private final RecipeFile file;
  private final Recipe recipe;
  private final CurationOptions options;
  private final Ending ending;
  private final CorpusFolder folder;
  private final Stages stages;

  private Curation(RecipeFile file, CurationOptions options, Ending ending) {
    this.file = file;
    this.recipe = file.recipe();
    this.options = options;
    this.ending = ending;
    this.folder = new CorpusFolder(options.out());
    this.stages = new Stages(folder, this::beginJob, options.progress());
  }

  /** The columns that a recipe's conditions may speak of. */
  public static RecipeColumns columns() {
    Schema rules =
        new Schema(
                DocumentTable.DOCUMENTS.schema().columns().stream()
                    .filter(column -> !column.name().equals("text"))
                    .toList())
            .and(SignalTable.SCHEMA);
    Schema grades =
        Schema.of(
            Column.number("bucket", "bucket of quality"),
            Column.text("tier", "tier of code"),
            Column.number("copies", "documents that it stands for"));
    return new RecipeColumns(
        rules, rules.and(grades), Scoring.LOSS_CONDITIONS.and(Scoring.LOSS_BUCKET));
  }

  /** What is done with a run when its manifest stands and nobody else may touch its folder yet. */
  @FunctionalInterface
  public interface Ending {
    /** Does nothing. */
    Ending NONE = folder -> {};

    /**
     * Called for a run that a guard has stopped too.
     *
     * @param folder of the run
     */
    void of(String folder) throws IOException;
  }

  /**
   * Runs a recipe, or goes on with a run that was cut short; what is there already is not computed
   * again.
   *
   * @param ending what is done in the end, such as drawing the report
   * @throws Refused if another run holds the folder, or inputs changed under an unfinished run
   * @throws BooksDoNotBalance if a record was lost or doubled
   * @throws GuardStopped if more was dropped than the guards allow, and mixtures were to be written
   * @throws io.winnow.readers.source.MissingInput if a source's path leads to nothing
   */
  public static RunResult run(RecipeFile recipe, CurationOptions options, Ending ending)
      throws IOException {
    try (RunLock lock = RunLock.take(options.out())) {
      return new Curation(recipe, options, ending).run();
    }
  }

  /**
   * Looks for the models, benchmarks and earlier runs that a recipe names.
   *
   * @throws io.winnow.readers.source.MissingInput if a path of benchmarks leads to nothing
   * @throws io.winnow.corpus.files.WrongInput if a line of a benchmark is wrong, no item is worth
   *     looking for, or an earlier run is not there or has other signatures
   * @throws io.winnow.classifiers.onnx.NoSuchModel if there is no such model
   * @throws io.winnow.classifiers.onnx.UnusableModel if one fails its checks
   * @throws io.winnow.glm.model.UnusableCheckpoint if the GLM's checkpoint fails its checks
   */
  public static void requireAssets(RecipeFile file) throws IOException {
    if (file.recipe().hasStage("classify")) {
      for (ScoreTable.Head head : Policies.heads(file)) {
        ScoreModel.of(head.files());
      }
    }
    EarlierRuns.of(file);
    if (file.recipe().hasStage("contamination")) {
      Policies.requireBenchmarks(file);
    }
    if (file.recipe().hasStage(Scoring.STAGE)) {
      Scoring.requireModel(file);
    }
  }

  private RunResult run() throws IOException {
    long start = System.nanoTime();
    requireAssets(file);
    EarlierRuns.of(file).requireNot(folder);
    sweepTemporaryFiles();
    Map<SourceSettings, List<InputFile>> inputs = listInputs();
    UnfinishedRun.beginOrContinue(folder, noted(inputs));

    List<IngestTask> tasks = ingest(inputs);
    Run run = new Run(file, folder, stages, shards(tasks), new ArrayList<>());
    run.table(DocumentTable.DOCUMENTS.name(), true);
    run.table(DocumentTable.PASSED_OVER.name(), false);
    run.table(DocumentTable.DEAD_LETTERS.name(), false);
    new Measuring(run).run();
    new Deciding(run).run();
    new Editing(run).run();
    @Nullable Scoring scoring = recipe.hasStage(Scoring.STAGE) ? new Scoring(run) : null;
    if (scoring != null) {
      scoring.run();
    }
    List<SourceBooks> books = closeBooks(tasks, run);
    List<String> faults = new Guarding(run).faults(books);
    addUp(run);
    boolean stopped = !faults.isEmpty() && options.mixtures();
    List<MixtureEntry> mixtures = new ArrayList<>();
    if (options.mixtures() && !stopped) {
      for (Recipe.Mixture mixture : recipe.mixtures()) {
        mixtures.add(new Mixing(run).mix(mixture));
      }
      if (scoring != null) {
        scoring.sequences(mixtures);
      }
    }
    Manifest manifest =
        new Manifest(
            recipe.name(),
            digest(books, mixtures),
            recipe.canonical(),
            run.shards(),
            books,
            List.copyOf(run.tables()),
            mixtures);
    if (!stopped) {
      new Sweep(folder, manifest).run();
    }
    RunResult result = finish(manifest, faults, (System.nanoTime() - start) * 1e-9);
    if (stopped) {
      // The tables and the report are there, so that one can look at what the guard saw; mixtures
      // of an earlier run stay where they are.
      throw new GuardStopped("a guard stopped the run: " + String.join("\n", faults));
    }
    return result;
  }

  /**
   * What a killed run left half-written; the lock says that nobody is writing now. Only names that
   * a run gives its files are touched: the folder may hold other things.
   */
  private void sweepTemporaryFiles() throws IOException {
    List<ResourceId> left = new ArrayList<>();
    for (String written : List.of(".parquet", ".json", ".html")) {
      String pattern = folder.folder(".").toString() + "**" + written + TableWriter.TEMPORARY + "*";
      for (MatchResult.Metadata file :
          FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata()) {
        left.add(file.resourceId());
      }
    }
    FileSystems.delete(left, StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  private Map<SourceSettings, List<InputFile>> listInputs() throws IOException {
    Map<SourceSettings, List<InputFile>> inputs = new LinkedHashMap<>();
    for (SourceSettings source : file.sources()) {
      inputs.put(source, Reading.list(source));
    }
    return inputs;
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

  /** Called when a job has to run, for the first time perhaps: from now on no old result stands. */
  private PipelineOptions beginJob(String name) {
    try {
      FileSystems.delete(
          List.of(folder.file(Manifest.FILE)), StandardMoveOptions.IGNORE_MISSING_FILES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return options.jobs().forJob(recipe.name() + "-" + name);
  }

  private List<IngestTask> ingest(Map<SourceSettings, List<InputFile>> inputs) throws IOException {
    IngestSettings settings =
        new IngestSettings(
            recipe.ingest().shardMegabytes() * MEGABYTE, options.sample(), recipe.seed());
    String code = CodeDigest.of(Ingest.class);
    List<IngestTask> tasks = new ArrayList<>();
    inputs.forEach(
        (source, files) -> tasks.addAll(IngestPlan.tasks(source, files, code, settings)));
    List<IngestTask> todo = new ArrayList<>();
    for (IngestTask task : tasks) {
      if (!ingested(task)) {
        todo.add(task);
      }
    }
    stages.job(
        Ingest.NAME,
        todo.size(),
        tasks.size() - todo.size(),
        List.of(Ingest.NAME),
        List.of(
            DocumentTable.DOCUMENTS.name(),
            DocumentTable.PASSED_OVER.name(),
            DocumentTable.DEAD_LETTERS.name()),
        pipeline -> pipeline.apply(Ingest.NAME, new Ingest(folder, todo, settings)));
    if (!todo.isEmpty()) {
      UnfinishedRun.requireSame(folder, noted(inputs), noted(listInputs()));
    }
    return tasks;
  }

  private boolean ingested(IngestTask task) throws IOException {
    Receipt receipt = Receipt.read(folder.receipt(Ingest.NAME, task.name())).orElse(null);
    if (receipt == null || !receipt.key().equals(task.key())) {
      return false;
    }
    for (int i = 0; i < receipt.counts().get(Ingest.SHARDS); i++) {
      for (String table :
          List.of(
              DocumentTable.DOCUMENTS.name(),
              DocumentTable.PASSED_OVER.name(),
              DocumentTable.DEAD_LETTERS.name())) {
        Receipt file = stages.receipts(table).get(Ingest.shardName(task.name(), i));
        if (file == null || !file.key().equals(task.key())) {
          return false;
        }
      }
    }
    return true;
  }

  private Receipt receipt(IngestTask task) throws IOException {
    return Receipt.read(folder.receipt(Ingest.NAME, task.name()))
        .orElseThrow(() -> new IllegalStateException("ingest left no receipt for " + task.name()));
  }

  private List<Shard> shards(List<IngestTask> tasks) throws IOException {
    List<Shard> shards = new ArrayList<>();
    for (IngestTask task : tasks) {
      long count = receipt(task).counts().get(Ingest.SHARDS);
      for (int i = 0; i < count; i++) {
        String name = Ingest.shardName(task.name(), i);
        Receipt documents = stages.receipts(DocumentTable.DOCUMENTS.name()).get(name);
        if (documents == null) {
          throw new IllegalStateException("ingest left no shard " + name);
        }
        shards.add(
            new Shard(
                shards.size(),
                name,
                documents.file().rows(),
                documents.counts().getOrDefault(Ingest.TEXT_BYTES, 0L)));
      }
    }
    return shards;
  }

  private List<SourceBooks> closeBooks(List<IngestTask> tasks, Run run) throws IOException {
    stages.map(
        new StageSpec(
            LedgerTable.NAME,
            List.of(),
            "",
            List.of(
                DocumentTable.IDS.name(),
                DecisionTables.DECISIONS.name(),
                DocumentTable.PASSED_OVER.name(),
                DocumentTable.DEAD_LETTERS.name())),
        run.shards(),
        new LedgerTable());
    run.table(LedgerTable.NAME, false);
    Map<String, Long> records = new LinkedHashMap<>();
    recipe.sources().forEach(source -> records.put(source.name(), 0L));
    for (IngestTask task : tasks) {
      Map<String, Long> counts = receipt(task).counts();
      long in = counts.getOrDefault(Ingest.RECORDS, 0L);
      long left = counts.getOrDefault(Ingest.NOT_SAMPLED, 0L);
      records.merge(task.settings().name(), in - left, Long::sum);
    }
    Map<String, Receipt> ledger = stages.receipts(LedgerTable.NAME);
    return Books.close(
        records, run.shards().stream().map(shard -> ledger.get(shard.name())).toList());
  }

  private void addUp(Run run) throws IOException {
    Map<String, String> clusters =
        new TreeMap<>(Map.of(DecisionTables.CLUSTERS_EXACT.name(), "exact"));
    if (recipe.hasStage("minhash")) {
      clusters.put(NearCopyTables.CLUSTERS, "minhash");
    }
    if (recipe.hasStage("semdedup") && !run.shards().isEmpty()) {
      clusters.put(SemanticTables.CLUSTERS, "semdedup");
    }
    List<String> scores = Policies.scores(recipe);
    List<String> reads =
        new ArrayList<>(
            List.of(
                DocumentTable.IDS.name(),
                DocumentTable.DOCUMENTS.name(),
                DecisionTables.DECISIONS.name(),
                SignalTable.NAME,
                DocumentTable.PASSED_OVER.name(),
                DocumentTable.DEAD_LETTERS.name()));
    reads.addAll(clusters.keySet());
    if (!scores.isEmpty()) {
      reads.add(Tables.SCORES);
    }
    List<String> sources = recipe.sources().stream().map(Recipe.Source::name).toList();
    stages.map(
        new StageSpec(
            StatisticsTable.NAME, List.of(), sources + " " + recipe.seed() + " " + scores, reads),
        run.shards(),
        new StatisticsTable(sources, recipe.seed(), clusters, scores));
    run.table(StatisticsTable.NAME, false);
  }

  /** Of what does not depend on how the corpus was cut: the mixtures' bytes and the books. */
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

  private RunResult finish(Manifest manifest, List<String> warnings, double seconds)
      throws IOException {
    Json.write(folder.file(Manifest.FILE), manifest);
    UnfinishedRun.end(folder);
    long records = manifest.books().stream().mapToLong(SourceBooks::records).sum();
    long dead = manifest.books().stream().mapToLong(SourceBooks::deadLetters).sum();
    double share = records == 0 ? 0 : (double) dead / records;
    RunResult result =
        new RunResult(
            manifest,
            stages.records(),
            seconds,
            share,
            share > recipe.deadLetters().maximumShare(),
            warnings);
    RunRecord.of(result, options).write(folder);
    ending.of(options.out());
    return result;
  }
}
