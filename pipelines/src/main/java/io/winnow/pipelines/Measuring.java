package io.winnow.pipelines;

import io.winnow.classifiers.CompareEmbeddings;
import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.corpus.Digest;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.documents.NumberEqualIds;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.Dedup;
import io.winnow.dedup.Members;
import io.winnow.dedup.contamination.ContaminationTables;
import io.winnow.dedup.exact.FindEqual;
import io.winnow.dedup.forks.ForkParameters;
import io.winnow.dedup.forks.ForkTables;
import io.winnow.dedup.semantic.FindCentroids;
import io.winnow.dedup.semantic.FindCrowdedCells;
import io.winnow.dedup.semantic.FindParts;
import io.winnow.dedup.semantic.FindSplits;
import io.winnow.dedup.semantic.SemanticParameters;
import io.winnow.dedup.semantic.SemanticTables;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShuffleOutput;
import io.winnow.pipelines.stage.StageSpec;
import io.winnow.pipelines.stage.Stages;
import io.winnow.quality.decision.Decide;
import io.winnow.quality.decision.Policy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * The stages that measure: what documents are like, and which of them are alike. They drop none.
 */
final class Measuring {
  private final Run run;
  private final Recipe recipe;
  private final CorpusFolder folder;
  private final Stages stages;
  private final List<Shard> shards;

  Measuring(Run run) {
    this.run = run;
    this.recipe = run.file().recipe();
    this.folder = run.folder();
    this.stages = run.stages();
    this.shards = run.shards();
  }

  /** Runs those that the recipe names. */
  void run() throws IOException {
    number();
    measure();
    if (recipe.hasStage("exact")) {
      findExactCopies();
    }
    if (recipe.hasStage(ForkTables.FORKS)) {
      rule();
      findForks();
    }
    if (Policies.needsPrefilter(recipe)) {
      prefilter();
    }
    if (recipe.hasStage("minhash")) {
      NearCopies near = new NearCopies(run);
      near.sign();
      near.join();
    }
    if (recipe.hasStage("embed")) {
      embed();
    }
    if (recipe.hasStage("classify")) {
      classify();
    }
    if (recipe.hasStage("semdedup") && !shards.isEmpty()) {
      findCells();
    }
    if (recipe.hasStage("contamination")) {
      findContamination();
    }
  }

  private void number() throws IOException {
    long documents = shards.stream().mapToLong(Shard::rows).sum();
    stages.shuffle(
        new StageSpec(
            DocumentTable.IDS.name(),
            List.of(NumberEqualIds.class),
            "",
            List.of(DocumentTable.DOCUMENTS.name())),
        shards,
        List.of(new ShuffleOutput(DocumentTable.IDS.name(), NumberEqualIds.SCHEMA, true)),
        pipeline ->
            Map.of(
                DocumentTable.IDS.name(),
                pipeline
                    .apply("Shards", Tasks.shards(shards))
                    .apply("Number equal ids", new NumberEqualIds(folder, documents))));
    run.table(DocumentTable.IDS.name(), true);
  }

  private void measure() throws IOException {
    stages.map(
        new StageSpec(
            SignalTable.NAME,
            List.of(),
            recipe.canonical("tokenizer"),
            List.of(DocumentTable.DOCUMENTS.name())),
        shards,
        new SignalTable(recipe.tokenizer()));
    run.table(SignalTable.NAME, true);
  }

  private void findExactCopies() throws IOException {
    List<ShuffleOutput> outputs = new ArrayList<>();
    for (Likeness likeness : Policies.exactRounds(recipe)) {
      outputs.add(new ShuffleOutput(likeness.members(), Members.SCHEMA, false));
    }
    stages.shuffle(
        new StageSpec(
            "exact",
            List.of(FindEqual.class),
            recipe.canonical("exact"),
            List.of(DocumentTable.DOCUMENTS.name(), DocumentTable.IDS.name())),
        shards,
        outputs,
        pipeline -> {
          PCollection<Shard> input = pipeline.apply("Shards", Tasks.shards(shards));
          Map<String, PCollection<KV<Integer, byte[]>>> groups = new LinkedHashMap<>();
          for (Likeness likeness : Policies.exactRounds(recipe)) {
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
    for (ShuffleOutput output : outputs) {
      run.table(output.table(), false);
    }
  }

  /** What the rules leave: only that makes a repository, and can be what a fork goes for. */
  private void rule() throws IOException {
    Policy policy = Policies.of(recipe);
    mask(
        DecisionTables.RULED.name(),
        Policies.ruledSettings(recipe),
        policy.ruledTables(),
        Decide.ruled(policy, folder, shards));
  }

  private void findForks() throws IOException {
    ForkParameters parameters =
        new ForkParameters(recipe.forks().similarity(), recipe.forks().minimumFiles());
    list(
        ForkTables.CLUSTERS,
        ForkTables.CLUSTERS_SCHEMA,
        recipe.canonical("forks"),
        List.of(DocumentTable.DOCUMENTS.name(), DecisionTables.RULED.name()),
        Dedup.forks(parameters, folder, DecisionTables.RULED.name(), shards));
    stages.map(
        new StageSpec(
            ForkTables.FORKS,
            List.of(),
            "",
            List.of(DocumentTable.DOCUMENTS.name(), ForkTables.CLUSTERS)),
        shards,
        new ForkTable());
    run.table(ForkTables.FORKS, true);
  }

  private void prefilter() throws IOException {
    Policy policy = Policies.of(recipe);
    mask(
        DecisionTables.PREFILTER.name(),
        Policies.settings(recipe, true),
        policy.prefilterTables(),
        Decide.prefilter(policy, folder, shards));
  }

  /** A shuffle stage that writes what a first decision lets through. */
  private void mask(
      String table,
      String settings,
      List<String> reads,
      PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> transform)
      throws IOException {
    stages.shuffle(
        new StageSpec(table, List.of(transform.getClass()), settings, reads),
        shards,
        List.of(new ShuffleOutput(table, DecisionTables.PREFILTER.packed(), true)),
        pipeline ->
            Map.of(table, pipeline.apply("Shards", Tasks.shards(shards)).apply(table, transform)));
    run.table(table, true);
  }

  private void embed() throws IOException {
    Recipe.Embed settings = recipe.embed();
    int tokens = settings.tokens();
    String model = settings.model();
    stages.map(
        new StageSpec(
            "embed",
            List.of(),
            recipe.canonical("embed") + EmbeddingModel.digest(model),
            List.of(DocumentTable.DOCUMENTS.name()),
            List.of(DecisionTables.PREFILTER.name())),
        shards,
        new TextTable(SemanticTables.EMBEDDINGS, Tables.EMBEDDING, new EmbedText(model, tokens)));
    run.table(SemanticTables.EMBEDDINGS, true);
    if (model.equals(EmbeddingModel.STATIC) && !shards.isEmpty()) {
      compareWithTransformer(tokens);
    }
  }

  /** What a cheap embedding costs: how many near pairs it misses, of a sample. */
  private void compareWithTransformer(int tokens) throws IOException {
    double share = Math.min(1, (double) EmbeddingSample.DOCUMENTS / Math.max(1, embedded()));
    stages.map(
        new StageSpec(
            CompareEmbeddings.SAMPLE,
            List.of(),
            share
                + " "
                + tokens
                + " "
                + recipe.seed()
                + EmbeddingModel.digest(EmbeddingModel.TRANSFORMER),
            List.of(
                DocumentTable.DOCUMENTS.name(),
                DocumentTable.IDS.name(),
                SemanticTables.EMBEDDINGS)),
        shards,
        new EmbeddingSample(share, tokens, recipe.seed()));
    run.table(CompareEmbeddings.SAMPLE, false);
    TreeSet<Double> thresholds = new TreeSet<>(List.of(0.8, 0.85, 0.9, 0.95));
    thresholds.add(recipe.semdedup().threshold());
    List<Double> descending = List.copyOf(thresholds.descendingSet());
    stages.shuffle(
        new StageSpec(
            CompareEmbeddings.TABLE,
            List.of(CompareEmbeddings.class),
            descending.toString(),
            List.of(CompareEmbeddings.SAMPLE)),
        shards,
        List.of(new ShuffleOutput(CompareEmbeddings.TABLE, CompareEmbeddings.SCHEMA, false)),
        pipeline ->
            Map.of(
                CompareEmbeddings.TABLE,
                pipeline
                    .apply("Shards", Tasks.shards(shards))
                    .apply("Compare", new CompareEmbeddings(folder, descending))));
    run.table(CompareEmbeddings.TABLE, false);
  }

  /** How many documents have a vector. */
  private long embedded() throws IOException {
    long embedded = 0;
    Map<String, Receipt> receipts = stages.receipts(SemanticTables.EMBEDDINGS);
    for (Shard shard : shards) {
      Receipt receipt = receipts.get(shard.name());
      embedded += receipt == null ? 0 : receipt.counts().getOrDefault(TextTable.MEASURED, 0L);
    }
    return embedded;
  }

  private void classify() throws IOException {
    List<ScoreTable.Head> heads = Policies.heads(run.file());
    Digest models = new Digest();
    for (ScoreTable.Head head : heads) {
      models.add(head.column()).add(head.files().digest()).add(head.kinds().toString());
      models.add(Boolean.toString(head.files().length()));
    }
    stages.map(
        new StageSpec(
            "classify",
            List.of(),
            models.hex(),
            List.of(DocumentTable.DOCUMENTS.name(), SemanticTables.EMBEDDINGS, SignalTable.NAME)),
        shards,
        new ScoreTable(heads));
    run.table(Tables.SCORES, true);
  }

  /** Which documents may be compared: those that have the same centroid nearest. */
  private void findCells() throws IOException {
    SemanticParameters parameters = Policies.semantic(recipe);
    String settings =
        parameters.clusters() + " " + parameters.sample() + " " + parameters.iterations();
    list(
        FindCentroids.TABLE,
        FindCentroids.SCHEMA,
        settings + " " + recipe.seed(),
        List.of(DocumentTable.IDS.name(), SemanticTables.EMBEDDINGS),
        Dedup.centroids(parameters, folder, embedded(), recipe.seed()));
    Shard first = shards.get(0);
    fromFirstShard(
        SemanticTables.NEAREST,
        FindCentroids.TABLE,
        String.valueOf(parameters.neighbours()),
        List.of(SemanticTables.EMBEDDINGS),
        new NearestTable(first, 1 + parameters.neighbours()));
    String most = String.valueOf(parameters.cellDocuments());
    list(
        FindCrowdedCells.TABLE,
        FindCrowdedCells.SCHEMA,
        most,
        List.of(SemanticTables.NEAREST),
        Dedup.crowdedCells(parameters, folder));
    Receipt crowded = stages.receipts(FindCrowdedCells.TABLE).get(first.name());
    boolean split = crowded != null && crowded.file().rows() > 0;
    if (split) {
      split(parameters, most);
    }
    fromFirstShard(
        SemanticTables.CELLS,
        split ? FindSplits.TABLE : FindCrowdedCells.TABLE,
        "",
        List.of(DocumentTable.DOCUMENTS.name(), SemanticTables.EMBEDDINGS, SemanticTables.NEAREST),
        new CellTable(first, split));
  }

  private void split(SemanticParameters parameters, String most) throws IOException {
    List<String> vectors = List.of(SemanticTables.EMBEDDINGS, SemanticTables.NEAREST);
    List<String> reads = new ArrayList<>(vectors);
    reads.addAll(List.of(DocumentTable.IDS.name(), FindCrowdedCells.TABLE));
    list(
        FindParts.TABLE,
        FindParts.SCHEMA,
        most + " " + recipe.seed(),
        reads,
        Dedup.parts(parameters, folder, shards, recipe.seed()));
    reads = new ArrayList<>(vectors);
    reads.addAll(List.of(FindCentroids.TABLE, FindParts.TABLE));
    list(
        FindSplits.TABLE, FindSplits.SCHEMA, most, reads, Dedup.splits(parameters, folder, shards));
  }

  /** A shuffle stage that writes one list. */
  private void list(
      String table,
      Schema schema,
      String settings,
      List<String> reads,
      PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> transform)
      throws IOException {
    stages.shuffle(
        new StageSpec(table, List.of(transform.getClass()), settings, reads),
        shards,
        List.of(new ShuffleOutput(table, schema, false)),
        pipeline ->
            Map.of(table, pipeline.apply("Shards", Tasks.shards(shards)).apply(table, transform)));
    run.table(table, false);
  }

  /**
   * A map stage that reads a list in the first shard beside its own tables.
   *
   * @param list that the first shard holds
   */
  private void fromFirstShard(
      String table, String list, String settings, List<String> reads, ShardFunction function)
      throws IOException {
    Receipt receipt = stages.receipts(list).get(shards.get(0).name());
    stages.map(
        new StageSpec(
            table,
            List.of(),
            settings + " " + (receipt == null ? "" : receipt.file().digest()),
            reads),
        shards,
        function);
    run.table(table, true);
  }

  private void findContamination() throws IOException {
    Recipe.Contamination settings = recipe.contamination();
    List<String> files = Policies.benchmarks(run.file());
    String bytes = Policies.benchmarksDigest(files);
    ContaminationTable table =
        new ContaminationTable(
            files,
            bytes,
            Policies.contamination(settings),
            Policies.cuts(recipe) ? settings.share() : null);
    stages.map(
        new StageSpec(
            ContaminationTables.NAME,
            List.of(),
            settings.fields()
                + " "
                + settings.words()
                + " "
                + settings.minimumWords()
                + " "
                + (Policies.cuts(recipe) ? "cut " + settings.share() : "")
                + bytes,
            List.of(
                DocumentTable.DOCUMENTS.name(),
                DocumentTable.IDS.name(),
                DecisionTables.PREFILTER.name())),
        shards,
        table);
    run.table(ContaminationTables.NAME, false);
    if (Policies.cuts(recipe)) {
      run.table(EditTables.list(ContaminationTables.NAME).name(), false);
    }
  }
}
