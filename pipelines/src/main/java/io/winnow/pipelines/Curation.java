package io.winnow.pipelines;

import io.winnow.classifiers.LanguageIdentifier;
import io.winnow.corpus.Digest;
import io.winnow.corpus.Document;
import io.winnow.corpus.Kind;
import io.winnow.corpus.read.InputFile;
import io.winnow.corpus.read.Reading;
import io.winnow.corpus.read.SourceSettings;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Condition;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.DocumentTable;
import io.winnow.corpus.table.NumberEqualIds;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableWriter;
import io.winnow.corpus.table.Tasks;
import io.winnow.dedup.Dedup;
import io.winnow.dedup.Members;
import io.winnow.dedup.minhash.CompareSurvivors;
import io.winnow.dedup.minhash.FindNearCopies;
import io.winnow.dedup.minhash.MinHashParameters;
import io.winnow.mixtures.Mix;
import io.winnow.mixtures.Mixture;
import io.winnow.mixtures.epochs.Component;
import io.winnow.mixtures.epochs.ComponentTotals;
import io.winnow.mixtures.epochs.CopyTable;
import io.winnow.pipelines.Manifest.ComponentEntry;
import io.winnow.pipelines.Manifest.FileEntry;
import io.winnow.pipelines.Manifest.MixtureEntry;
import io.winnow.pipelines.Manifest.TableEntry;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.inspect.RunReport;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.RecipeColumns;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.stage.CodeDigest;
import io.winnow.pipelines.stage.ShuffleOutput;
import io.winnow.pipelines.stage.StageSpec;
import io.winnow.pipelines.stage.Stages;
import io.winnow.quality.decision.Decide;
import io.winnow.quality.decision.DecisionTables;
import io.winnow.quality.decision.Likeness;
import io.winnow.quality.decision.Policy;
import io.winnow.quality.decision.Rule;
import io.winnow.quality.decision.SurvivorKey;
import io.winnow.quality.signals.SignalMeasures;
import io.winnow.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * The driver: takes a recipe through its stages, in one folder, and ends with a manifest. It joins
 * the doors of the other rooms together and holds no algorithm of its own.
 */
public final class Curation {
  private static final long MEGABYTE = 1 << 20;

  private final RecipeFile file;
  private final Recipe recipe;
  private final CurationOptions options;
  private final CorpusFolder folder;
  private final Stages stages;
  private final List<TableEntry> tables = new ArrayList<>();

  private Curation(RecipeFile file, CurationOptions options) {
    this.file = file;
    this.recipe = file.recipe();
    this.options = options;
    this.folder = new CorpusFolder(options.out());
    this.stages = new Stages(folder, this::beginJob, options.progress());
  }

  /** The columns that a recipe's conditions may speak of. */
  public static RecipeColumns columns() {
    Schema rules =
        new Schema(
                DocumentTable.SCHEMA.columns().stream()
                    .filter(column -> !column.name().equals("text"))
                    .toList())
            .and(SignalTable.SCHEMA);
    Schema grades =
        Schema.of(
            new Column("bucket", ColumnType.LONG, "bucket of quality"),
            new Column("tier", ColumnType.STRING, "tier of code"));
    return new RecipeColumns(rules, rules.and(grades));
  }

  /**
   * Runs a recipe, or goes on with a run that was cut short; what is there already is not computed
   * again.
   *
   * @throws Refused if another run holds the folder, or inputs changed under an unfinished run
   * @throws BooksDoNotBalance if a record was lost or doubled
   * @throws io.winnow.corpus.read.MissingInput if a source's path leads to nothing
   */
  public static RunResult run(RecipeFile recipe, CurationOptions options) throws IOException {
    try (RunLock lock = RunLock.take(options.out())) {
      return new Curation(recipe, options).run();
    }
  }

  private RunResult run() throws IOException {
    long start = System.nanoTime();
    sweepTemporaryFiles();
    Map<SourceSettings, List<InputFile>> inputs = listInputs();
    UnfinishedRun.beginOrContinue(folder, noted(inputs));

    List<IngestTask> tasks = ingest(inputs);
    List<Shard> shards = shards(tasks);
    table(DocumentTable.DOCUMENTS, true, shards);
    table(DocumentTable.PASSED_OVER, false, shards);
    table(DocumentTable.DEAD_LETTERS, false, shards);
    number(shards);
    measure(shards);
    if (recipe.hasStage("exact")) {
      findExactCopies(shards);
    }
    if (recipe.hasStage("minhash")) {
      prefilter(shards);
      findNearCopies(shards);
    }
    decide(shards);
    List<SourceBooks> books = closeBooks(tasks, shards);
    addUp(shards);
    List<MixtureEntry> mixtures = new ArrayList<>();
    if (options.mixtures()) {
      for (Recipe.Mixture mixture : recipe.mixtures()) {
        mixtures.add(mix(mixture, shards));
      }
    }
    Manifest manifest =
        new Manifest(
            recipe.name(),
            digest(books, mixtures),
            recipe.canonical(),
            shards,
            books,
            List.copyOf(tables),
            mixtures);
    return finish(manifest, (System.nanoTime() - start) * 1e-9);
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
    String code = CodeDigest.of(Document.class, Curation.class);
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
        List.of(DocumentTable.DOCUMENTS, DocumentTable.PASSED_OVER, DocumentTable.DEAD_LETTERS),
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
          List.of(DocumentTable.DOCUMENTS, DocumentTable.PASSED_OVER, DocumentTable.DEAD_LETTERS)) {
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
        Receipt documents = stages.receipts(DocumentTable.DOCUMENTS).get(name);
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

  private void number(List<Shard> shards) throws IOException {
    long documents = shards.stream().mapToLong(Shard::rows).sum();
    stages.shuffle(
        new StageSpec(
            DocumentTable.IDS, List.of(Document.class), "", List.of(DocumentTable.DOCUMENTS)),
        shards,
        List.of(new ShuffleOutput(DocumentTable.IDS, NumberEqualIds.SCHEMA, true)),
        pipeline ->
            Map.of(
                DocumentTable.IDS,
                pipeline
                    .apply("Shards", Tasks.shards(shards))
                    .apply("Number equal ids", new NumberEqualIds(folder, documents))));
    table(DocumentTable.IDS, true, shards);
  }

  private void measure(List<Shard> shards) throws IOException {
    stages.map(
        new StageSpec(
            SignalTable.NAME,
            List.of(Document.class, SignalMeasures.class, LanguageIdentifier.class, Curation.class),
            recipe.canonical("tokenizer"),
            List.of(DocumentTable.DOCUMENTS)),
        shards,
        new SignalTable(recipe.tokenizer()));
    table(SignalTable.NAME, true, shards);
  }

  private void findExactCopies(List<Shard> shards) throws IOException {
    List<ShuffleOutput> outputs = new ArrayList<>();
    for (Likeness likeness : exactRounds()) {
      outputs.add(new ShuffleOutput(likeness.members(), Members.SCHEMA, false));
    }
    stages.shuffle(
        new StageSpec(
            "exact",
            List.of(Document.class, Dedup.class),
            recipe.canonical("exact"),
            List.of(DocumentTable.DOCUMENTS, DocumentTable.IDS)),
        shards,
        outputs,
        pipeline -> {
          PCollection<Shard> input = pipeline.apply("Shards", Tasks.shards(shards));
          Map<String, PCollection<KV<Integer, byte[]>>> groups = new LinkedHashMap<>();
          for (Likeness likeness : exactRounds()) {
            groups.put(
                likeness.members(),
                input.apply(
                    "Same " + likeness.word(),
                    likeness == Likeness.URL
                        ? Dedup.sameUrl(folder, shards)
                        : Dedup.sameContent(folder, shards)));
          }
          return groups;
        });
    outputs.forEach(output -> table(output.table(), false, shards));
  }

  /** The ways in which the recipe wants exact copies found. */
  private List<Likeness> exactRounds() {
    return recipe.hasStage("exact")
        ? recipe.exact().by().stream().map(Likeness::of).toList()
        : List.of();
  }

  private Policy policy() {
    List<Rule> rules = new ArrayList<>();
    for (Recipe.Rule rule : recipe.rules()) {
      Set<Kind> kinds = rule.kinds().stream().map(Kind::of).collect(Collectors.toSet());
      rules.add(
          new Rule(
              rule.name(),
              Condition.parse(rule.drop()),
              kinds,
              Set.copyOf(rule.sources()),
              rule.prefilter()));
    }
    List<Likeness> rounds = new ArrayList<>(exactRounds());
    if (recipe.hasStage("minhash")) {
      rounds.add(Likeness.MINHASH);
    }
    return new Policy(
        rules,
        rounds,
        recipe.survivor().stream().map(SurvivorKey::of).toList(),
        recipe.sources().stream().map(Recipe.Source::name).toList(),
        SignalTable.SCHEMA);
  }

  /** What of the recipe decisions depend on; prefilter rules alone where only those are asked. */
  private String policySettings(boolean prefilter) {
    Digest digest = new Digest().add(recipe.canonical("survivor", "exact", "stages"));
    recipe.sources().forEach(source -> digest.add(source.name()));
    for (Recipe.Rule rule : recipe.rules()) {
      if (rule.prefilter() || !prefilter) {
        digest.add(rule.name()).add(rule.drop()).add(rule.kinds().toString());
        digest.add(rule.sources().toString());
      }
    }
    return digest.hex();
  }

  private void prefilter(List<Shard> shards) throws IOException {
    Policy policy = policy();
    stages.shuffle(
        new StageSpec(
            DecisionTables.PREFILTER,
            List.of(Document.class, Rule.class),
            policySettings(true),
            policy.prefilter().tables()),
        shards,
        List.of(new ShuffleOutput(DecisionTables.PREFILTER, DecisionTables.PREFILTER_SCHEMA, true)),
        pipeline ->
            Map.of(
                DecisionTables.PREFILTER,
                pipeline
                    .apply("Shards", Tasks.shards(shards))
                    .apply("Prefilter", Decide.prefilter(policy, folder, shards))));
    table(DecisionTables.PREFILTER, true, shards);
  }

  private void findNearCopies(List<Shard> shards) throws IOException {
    MinHashParameters parameters =
        new MinHashParameters(
            recipe.minhash().shingle(), recipe.minhash().bands(), recipe.minhash().rows());
    List<Class<?>> code = List.of(Document.class, Dedup.class);
    stages.map(
        new StageSpec(
            SignatureTable.NAME,
            List.of(Document.class, Dedup.class, Curation.class),
            recipe.canonical("minhash"),
            List.of(DocumentTable.DOCUMENTS),
            List.of(DecisionTables.PREFILTER)),
        shards,
        new SignatureTable(parameters));
    table(SignatureTable.NAME, true, shards);
    stages.shuffle(
        new StageSpec(
            "minhash",
            code,
            recipe.canonical("minhash"),
            List.of(SignatureTable.NAME, DocumentTable.IDS)),
        shards,
        List.of(
            new ShuffleOutput(Members.MINHASH, Members.SCHEMA, false),
            new ShuffleOutput(FindNearCopies.EDGE_TABLE, FindNearCopies.EDGE_SCHEMA, false)),
        pipeline -> {
          PCollectionTuple found =
              pipeline
                  .apply("Shards", Tasks.shards(shards))
                  .apply(
                      "Near copies",
                      Dedup.minHash(parameters, folder, shards, SignatureTable.NAME));
          return Map.of(
              Members.MINHASH,
              found.get(FindNearCopies.MEMBERS),
              FindNearCopies.EDGE_TABLE,
              found.get(FindNearCopies.EDGES));
        });
    table(Members.MINHASH, false, shards);
    table(FindNearCopies.EDGE_TABLE, false, shards);
  }

  private void decide(List<Shard> shards) throws IOException {
    Policy policy = policy();
    stages.shuffle(
        new StageSpec(
            "decide", List.of(Document.class, Rule.class), policySettings(false), policy.tables()),
        shards,
        List.of(
            new ShuffleOutput(DecisionTables.DECISIONS, DecisionTables.DECISIONS_SCHEMA, true),
            new ShuffleOutput(
                DecisionTables.CLUSTERS_EXACT, DecisionTables.CLUSTERS_EXACT_SCHEMA, false),
            new ShuffleOutput(
                DecisionTables.SURVIVORS_MINHASH, DecisionTables.SURVIVORS_MINHASH_SCHEMA, false)),
        pipeline -> {
          PCollectionTuple decided =
              pipeline
                  .apply("Shards", Tasks.shards(shards))
                  .apply("Decide", Decide.by(policy, folder, shards));
          return Map.of(
              DecisionTables.DECISIONS,
              decided.get(Decide.DECISIONS),
              DecisionTables.CLUSTERS_EXACT,
              decided.get(Decide.CLUSTERS_EXACT),
              DecisionTables.SURVIVORS_MINHASH,
              decided.get(Decide.SURVIVORS_MINHASH));
        });
    table(DecisionTables.DECISIONS, true, shards);
    table(DecisionTables.CLUSTERS_EXACT, false, shards);
    table(DecisionTables.SURVIVORS_MINHASH, false, shards);
    if (recipe.hasStage("minhash")) {
      stages.shuffle(
          new StageSpec(
              "similarities",
              List.of(Document.class, Dedup.class),
              "",
              List.of(DecisionTables.SURVIVORS_MINHASH, SignatureTable.NAME)),
          shards,
          List.of(new ShuffleOutput(CompareSurvivors.TABLE, CompareSurvivors.SCHEMA, false)),
          pipeline ->
              Map.of(
                  CompareSurvivors.TABLE,
                  pipeline
                      .apply("Shards", Tasks.shards(shards))
                      .apply(
                          "Similarities",
                          Dedup.similarities(
                              folder,
                              shards,
                              DecisionTables.SURVIVORS_MINHASH,
                              SignatureTable.NAME))));
      table(CompareSurvivors.TABLE, false, shards);
    }
  }

  private List<SourceBooks> closeBooks(List<IngestTask> tasks, List<Shard> shards)
      throws IOException {
    stages.map(
        new StageSpec(
            LedgerTable.NAME,
            List.of(Document.class, Curation.class),
            "",
            List.of(
                DocumentTable.IDS,
                DecisionTables.DECISIONS,
                DocumentTable.PASSED_OVER,
                DocumentTable.DEAD_LETTERS)),
        shards,
        new LedgerTable());
    table(LedgerTable.NAME, false, shards);
    Map<String, Long> records = new LinkedHashMap<>();
    recipe.sources().forEach(source -> records.put(source.name(), 0L));
    for (IngestTask task : tasks) {
      Map<String, Long> counts = receipt(task).counts();
      long in = counts.getOrDefault(Ingest.RECORDS, 0L);
      long left = counts.getOrDefault(Ingest.NOT_SAMPLED, 0L);
      records.merge(task.settings().name(), in - left, Long::sum);
    }
    Map<String, Receipt> ledger = stages.receipts(LedgerTable.NAME);
    return Books.close(records, shards.stream().map(shard -> ledger.get(shard.name())).toList());
  }

  private void addUp(List<Shard> shards) throws IOException {
    List<String> clusters = new ArrayList<>(List.of(DecisionTables.CLUSTERS_EXACT));
    if (recipe.hasStage("minhash")) {
      clusters.add(CompareSurvivors.TABLE);
    }
    List<String> reads =
        new ArrayList<>(
            List.of(
                DocumentTable.IDS,
                DocumentTable.DOCUMENTS,
                DecisionTables.DECISIONS,
                SignalTable.NAME,
                DocumentTable.PASSED_OVER,
                DocumentTable.DEAD_LETTERS));
    reads.addAll(clusters);
    List<String> sources = recipe.sources().stream().map(Recipe.Source::name).toList();
    stages.map(
        new StageSpec(
            StatisticsTable.NAME,
            List.of(Document.class, Report.class, Curation.class),
            sources + " " + recipe.seed(),
            reads),
        shards,
        new StatisticsTable(sources, recipe.seed(), clusters));
    table(StatisticsTable.NAME, false, shards);
  }

  private MixtureEntry mix(Recipe.Mixture wanted, List<Shard> shards) throws IOException {
    List<Component> components = new ArrayList<>();
    for (Recipe.Component component : wanted.components()) {
      String name =
          component.name().isEmpty() ? "component-" + (components.size() + 1) : component.name();
      Condition where = component.where().isEmpty() ? null : Condition.parse(component.where());
      components.add(new Component(name, where, component.epochs()));
    }
    String table = CopyTable.name(wanted.name());
    String settings = wanted + " " + recipe.seed();
    stages.map(
        new StageSpec(
            table,
            List.of(Document.class, Mix.class, Curation.class),
            settings,
            List.of(
                DocumentTable.DOCUMENTS,
                DocumentTable.IDS,
                SignalTable.NAME,
                DecisionTables.DECISIONS)),
        shards,
        new CopiesFunction(wanted.name(), components, recipe.seed()));
    table(table, false, shards);
    Map<String, ComponentTotals> totals = new LinkedHashMap<>();
    for (Component component : components) {
      ComponentTotals sum = ComponentTotals.NONE;
      for (Shard shard : shards) {
        sum =
            sum.plus(
                ComponentTotals.read(
                    stages.receipts(table).get(shard.name()).counts(), component.name()));
      }
      totals.put(component.name(), sum);
    }
    long textBytes = totals.values().stream().mapToLong(ComponentTotals::copiedTextBytes).sum();
    Mixture mixture =
        new Mixture(
            wanted.name(),
            recipe.seed(),
            Mixture.parts(textBytes, wanted.shardMegabytes() * MEGABYTE));
    List<FileEntry> files = write(mixture, settings, shards);
    return entry(mixture, components, totals, files);
  }

  private List<FileEntry> write(Mixture mixture, String settings, List<Shard> shards)
      throws IOException {
    String key =
        stages.key(
            new StageSpec(
                mixture.table(),
                List.of(Document.class, Mix.class),
                settings,
                List.of(
                    DocumentTable.DOCUMENTS,
                    DocumentTable.IDS,
                    SignalTable.NAME,
                    CopyTable.name(mixture.name()))),
            shards);
    int there = 0;
    for (int i = 0; i < mixture.parts(); i++) {
      Receipt part = stages.receipts(mixture.table()).get(Mixture.part(i));
      there += part != null && part.key().equals(key) ? 1 : 0;
    }
    boolean done = there == mixture.parts();
    stages.job(
        mixture.name(),
        done ? 0 : mixture.parts(),
        done ? mixture.parts() : 0,
        List.of(mixture.table()),
        List.of(mixture.table()),
        pipeline ->
            pipeline
                .apply("Shards", Tasks.shards(shards))
                .apply("Mix", Mix.into(mixture, folder, key)));
    List<FileEntry> files = new ArrayList<>();
    for (int i = 0; i < mixture.parts(); i++) {
      Receipt part = stages.receipts(mixture.table()).get(Mixture.part(i));
      if (part == null || !part.key().equals(key)) {
        throw new IllegalStateException("the mixture lacks " + Mixture.part(i));
      }
      files.add(entry(Mixture.part(i), part));
    }
    return files;
  }

  private MixtureEntry entry(
      Mixture mixture,
      List<Component> components,
      Map<String, ComponentTotals> totals,
      List<FileEntry> files)
      throws IOException {
    List<ComponentEntry> entries = new ArrayList<>();
    long documents = 0;
    long tokens = 0;
    for (Component component : components) {
      ComponentTotals sum = totals.getOrDefault(component.name(), ComponentTotals.NONE);
      documents += sum.copiedDocuments();
      tokens += sum.copiedTokens();
      entries.add(
          new ComponentEntry(
              component.name(),
              component.epochs(),
              sum.achievedEpochs(),
              sum.availableDocuments(),
              sum.availableTokens(),
              sum.copiedDocuments(),
              sum.copiedTokens()));
    }
    long written = files.stream().mapToLong(FileEntry::rows).sum();
    long writtenTokens = 0;
    for (FileEntry part : files) {
      Receipt receipt = stages.receipts(mixture.table()).get(part.name());
      writtenTokens += receipt.counts().getOrDefault(Mix.TOKENS, 0L);
    }
    if (written != documents || writtenTokens != tokens) {
      throw new BooksDoNotBalance(
          String.format(
              "mixture %s was to have %,d documents and %,d tokens, but has %,d and %,d",
              mixture.name(), documents, tokens, written, writtenTokens));
    }
    return new MixtureEntry(mixture.name(), documents, tokens, entries, files);
  }

  private static FileEntry entry(String name, Receipt receipt) {
    return new FileEntry(
        name, receipt.file().digest(), receipt.file().rows(), receipt.file().bytes());
  }

  /** Notes a table for the manifest. */
  private void table(String name, boolean aligned, List<Shard> shards) {
    try {
      Map<String, Receipt> receipts = stages.receipts(name);
      List<FileEntry> files = new ArrayList<>();
      for (Shard shard : shards) {
        Receipt receipt = receipts.get(shard.name());
        if (receipt == null) {
          throw new IllegalStateException(name + " lacks shard " + shard.name());
        }
        files.add(entry(shard.name(), receipt));
      }
      tables.add(new TableEntry(name, aligned, files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private RunResult finish(Manifest manifest, double seconds) throws IOException {
    new Sweep(folder, manifest).run();
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
            List.of());
    RunRecord.of(result, options).write(folder);
    RunReport.draw(RunFolder.open(options.out()));
    return result;
  }
}
