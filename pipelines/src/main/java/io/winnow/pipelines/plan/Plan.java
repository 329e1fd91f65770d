package io.winnow.pipelines.plan;

import io.winnow.classifiers.ClassifyModel;
import io.winnow.classifiers.CompareEmbeddings;
import io.winnow.classifiers.EmbedSettings;
import io.winnow.classifiers.EmbedTexts;
import io.winnow.classifiers.SampleEmbeddings;
import io.winnow.corpus.Kind;
import io.winnow.corpus.files.WrongInput;
import io.winnow.corpus.ids.NumberIds;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.stage.Stage;
import io.winnow.dedup.exact.ExactCopies;
import io.winnow.dedup.exact.ExactSettings;
import io.winnow.dedup.forks.ForkClusters;
import io.winnow.dedup.forks.ForkFiles;
import io.winnow.dedup.forks.ForkSettings;
import io.winnow.dedup.minhash.FindComponents;
import io.winnow.dedup.minhash.FindPairs;
import io.winnow.dedup.minhash.FindSurvivors;
import io.winnow.dedup.minhash.MinHashSettings;
import io.winnow.dedup.minhash.SignTexts;
import io.winnow.dedup.repeats.CutRepeats;
import io.winnow.dedup.repeats.FindRepeats;
import io.winnow.dedup.repeats.RepeatSettings;
import io.winnow.dedup.semantic.AssignCells;
import io.winnow.dedup.semantic.FindCentroids;
import io.winnow.dedup.semantic.FindCrowdedCells;
import io.winnow.dedup.semantic.FindParts;
import io.winnow.dedup.semantic.FindSemanticCopies;
import io.winnow.dedup.semantic.FindSplits;
import io.winnow.dedup.semantic.NearestCentroids;
import io.winnow.dedup.semantic.SemDedupSettings;
import io.winnow.dedup.sketch.MinHashParameters;
import io.winnow.glm.ScoreDocuments;
import io.winnow.glm.ScoreSettings;
import io.winnow.mixtures.edits.UniteEdits;
import io.winnow.pipelines.books.Guards;
import io.winnow.pipelines.books.LargeClusters;
import io.winnow.pipelines.books.Ledger;
import io.winnow.pipelines.books.ShardStatistics;
import io.winnow.pipelines.manifest.SourceBooks;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.quality.decision.Decide;
import io.winnow.quality.decision.Prefilter;
import io.winnow.quality.decision.RuleSettings;
import io.winnow.quality.decision.Ruled;
import io.winnow.quality.domains.DomainSettings;
import io.winnow.quality.domains.LookUpDomains;
import io.winnow.quality.grade.FillBuckets;
import io.winnow.quality.grade.LastWord;
import io.winnow.report.run.RuleScope;
import io.winnow.report.run.RunFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done with a corpus, from its documents to its mixtures: the stages of a recipe in the
 * order in which they run. Whatever else has to know of stages (the schema of recipes, guards, the
 * report, a document's story) asks them here.
 */
public final class Plan {
  private final List<Stage> stages;
  private final List<MixturePlan> mixtures;
  private final SequenceScores sequences;
  private final BookState books;
  private final RecipeFile file;

  private Plan(RecipeFile file, Chosen chosen, BookState books) {
    this.file = file;
    this.stages = chosen.stages();
    this.mixtures = MixturePlan.of(file.recipe(), chosen);
    this.sequences = new SequenceScores(file);
    this.books = books;
  }

  /** The plan of a recipe: the stages that it names, and those that belong to every corpus. */
  public static Plan of(RecipeFile file, EarlierRuns earlier) {
    BookState books = new BookState();
    return new Plan(file, stages(file, earlier, books, Chosen.by(file.recipe())), books);
  }

  /** Every stage there is, whatever a recipe names, with settings of a recipe. */
  static List<Stage> every(RecipeFile file) {
    return stages(file, EarlierRuns.none(), new BookState(), Chosen.all()).stages();
  }

  private static Chosen stages(
      RecipeFile file, EarlierRuns earlier, BookState books, Chosen stages) {
    measure(file, earlier, stages);
    decide(file, earlier, stages);
    cutAndScore(file, stages);
    addUp(file.recipe(), books, stages);
    return stages;
  }

  /** What documents are like, and which of them are alike. Nothing is dropped. */
  private static void measure(RecipeFile file, EarlierRuns earlier, Chosen stages) {
    Recipe recipe = file.recipe();
    Policies policies = new Policies(file);
    MinHashParameters minhash = recipe.section(MinHashSettings.class).parameters();
    EmbedSettings embed = recipe.section(EmbedSettings.class);
    SemDedupSettings semdedup = recipe.section(SemDedupSettings.class);
    stages.add(new NumberIds());
    stages.add(new MeasureTexts(recipe.tokenizer()));
    stages.add(new LookUpDomains(recipe.section(DomainSettings.class), file::absolute));
    stages.add(new ExactCopies(recipe.section(ExactSettings.class)));
    stages.add(new Ruled(policies.rules(stages)));
    stages.add(new ForkClusters(recipe.section(ForkSettings.class)));
    stages.add(new ForkFiles());
    stages.add(new Prefilter(policies.rules(stages)));
    stages.add(new SignTexts(minhash));
    stages.add(new FindPairs(minhash, earlier.shards()));
    stages.add(new FindComponents());
    stages.add(new EmbedTexts(embed));
    stages.add(new SampleEmbeddings(embed, recipe.seed()));
    stages.add(new CompareEmbeddings(embed, semdedup.threshold()));
    policies.classify().ifPresent(stages::add);
    stages.add(new FindCentroids(semdedup, recipe.seed()));
    stages.add(new NearestCentroids(semdedup.neighbours()));
    stages.add(new FindCrowdedCells(semdedup.cellDocuments()));
    stages.add(new FindParts(semdedup.cellDocuments(), recipe.seed()));
    stages.add(new FindSplits(semdedup.cellDocuments()));
    stages.add(new AssignCells());
    stages.add(policies.contamination());
    OwnStages.of(recipe).forEach(stages::add);
  }

  /** What is dropped, and for which first reason. */
  private static void decide(RecipeFile file, EarlierRuns earlier, Chosen stages) {
    Recipe recipe = file.recipe();
    Policies policies = new Policies(file);
    SemDedupSettings semdedup = recipe.section(SemDedupSettings.class);
    double threshold = recipe.section(MinHashSettings.class).threshold();
    stages.add(new Decide(policies.decision(stages)));
    stages.add(new FindSurvivors(threshold, earlier.shards()));
    stages.add(new FindSemanticCopies(semdedup, stages.tables(Drop.How.LOSERS), recipe.seed()));
    if (!policies.buckets().isEmpty()) {
      stages.add(new FillBuckets(policies.buckets(), stages.drops(Drop.How.LOSERS)));
    }
    stages.add(
        new LastWord(
            stages.drops(Drop.How.LOSERS), stages.has(FillBuckets.class), policies.tiers()));
  }

  /** What is cut out of documents that are kept, and how well a model predicts them. */
  private static void cutAndScore(RecipeFile file, Chosen stages) {
    Recipe recipe = file.recipe();
    RepeatSettings repeats = recipe.section(RepeatSettings.class);
    ScoreSettings score = recipe.section(ScoreSettings.class);
    stages.addAll(FindRepeats.all(repeats));
    stages.add(new CutRepeats(repeats));
    if (!stages.cuts().isEmpty()) {
      stages.add(new UniteEdits(stages.cuts(), recipe.tokenizer()));
    }
    stages.add(new ScoreDocuments(score, file.absolute(score.model())));
    stages.add(new Policies(file).lossBuckets());
  }

  /** The books. */
  private static void addUp(Recipe recipe, BookState books, Chosen stages) {
    stages.add(new Ledger());
    stages.add(
        new LargeClusters(
            stages.drops(),
            inputs -> new Guards(recipe.guards(), List.of()).leastCluster(books.books())));
    stages.add(new ShardStatistics(statistics(recipe, stages.offers(true), stages.drops())));
  }

  /** What the statistics of a recipe's corpus are made of. */
  public static ShardStatistics.Settings statistics(Recipe recipe) {
    return statistics(recipe, List.of(), List.of());
  }

  private static ShardStatistics.Settings statistics(
      Recipe recipe, List<Offer> offers, List<Drop> drops) {
    List<String> scores =
        recipe.hasStage("classify")
            ? recipe.list(ClassifyModel.class).stream().map(ClassifyModel::name).toList()
            : List.of();
    List<RunFacts.Source> sources =
        recipe.sources().stream()
            .map(source -> new RunFacts.Source(source.name(), Kind.of(source.kind()), 0))
            .toList();
    return new ShardStatistics.Settings(
        recipe.sourceNames(),
        recipe.seed(),
        scores,
        recipe.rules().stream().map(RuleSettings::rule).toList(),
        offers,
        RuleScope.thresholds(rules(recipe), sources),
        drops);
  }

  /** The rules of a recipe as a report shows them. */
  public static List<RunFacts.Rule> rules(Recipe recipe) {
    return recipe.rules().stream()
        .map(
            rule ->
                new RunFacts.Rule(
                    rule.name(), rule.drop(), rule.kinds(), rule.sources(), rule.prefilter()))
        .toList();
  }

  /** Up to the statistics, in their order. */
  public List<Stage> stages() {
    return stages;
  }

  /** What is written from the documents that are kept. */
  public List<MixturePlan> mixtures() {
    return mixtures;
  }

  /** What a model says of the sequences of mixtures. */
  public SequenceScores sequences() {
    return sequences;
  }

  /** Reasons for which documents go, in the order in which they are asked. */
  public List<Drop> drops() {
    List<Drop> drops = new ArrayList<>();
    stages.forEach(stage -> drops.addAll(stage.drops()));
    return drops;
  }

  /**
   * Looks for the models, benchmarks and files that the stages need, before anything runs.
   *
   * @throws RuntimeException whose message is a sentence for the user, if one is not there or fails
   *     its checks
   */
  public void requireAssets() throws IOException {
    for (Stage stage : stages) {
      try {
        stage.requireAssets();
      } catch (WrongInput e) {
        throw e.setting().isEmpty() ? e : file.fault(e.setting(), e.message());
      }
    }
    for (MixturePlan mixture : mixtures) {
      for (Stage export : mixture.exports()) {
        export.requireAssets();
      }
    }
  }

  /** Called when the ledger stands: what comes after it may depend on the books. */
  public void booksAreClosed(List<SourceBooks> closed) {
    books.close(closed);
  }
}
