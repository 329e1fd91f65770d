package io.winnow.pipelines;

import io.winnow.classifiers.onnx.ModelFiles;
import io.winnow.corpus.Digest;
import io.winnow.corpus.Kind;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.files.WrongInput;
import io.winnow.dedup.contamination.Benchmarks;
import io.winnow.dedup.contamination.ContaminationParameters;
import io.winnow.dedup.contamination.ContaminationTables;
import io.winnow.dedup.forks.ForkTables;
import io.winnow.dedup.repeats.RepeatParameters;
import io.winnow.dedup.repeats.RepeatTables;
import io.winnow.dedup.repeats.Unit;
import io.winnow.dedup.semantic.SemanticParameters;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.quality.decision.Policy;
import io.winnow.quality.decision.Rule;
import io.winnow.quality.decision.SurvivorKey;
import io.winnow.quality.grade.Buckets;
import io.winnow.quality.grade.LostCopies;
import io.winnow.quality.grade.Tiers;
import io.winnow.readers.Reading;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a recipe says about decisions, as the rooms that measure and decide want it. */
final class Policies {
  private static final Pattern ITEMS = Pattern.compile(".*\\.(jsonl|ndjson|json)(\\.(gz|zst))?");

  private Policies() {}

  /** The ways in which the recipe wants exact copies found. */
  static List<Likeness> exactRounds(Recipe recipe) {
    return recipe.hasStage("exact")
        ? recipe.exact().by().stream().map(Likeness::of).toList()
        : List.of();
  }

  static Policy of(Recipe recipe) {
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
    return new Policy(
        rules,
        exactRounds(recipe),
        recipe.survivor().stream().map(SurvivorKey::of).toList(),
        recipe.sources().stream().map(Recipe.Source::name).toList(),
        SignalTable.SCHEMA,
        quality(recipe),
        contaminatedShare(recipe),
        recipe.hasStage(ForkTables.FORKS));
  }

  private static @Nullable Double contaminatedShare(Recipe recipe) {
    if (!recipe.hasStage("contamination")) {
      return null;
    }
    return cuts(recipe) ? Double.POSITIVE_INFINITY : Double.valueOf(recipe.contamination().share());
  }

  /** What of the recipe decisions depend on. */
  static String settings(Recipe recipe, boolean prefilter) {
    Digest digest = new Digest().add(recipe.canonical("survivor", "exact", "stages"));
    if (!prefilter) {
      digest.add(of(recipe).quality().toString());
      digest.add(recipe.contamination().share() + recipe.contamination().action());
    }
    digest.add(Boolean.toString(prefilter));
    recipe.sources().forEach(source -> digest.add(source.name()));
    for (Recipe.Rule rule : recipe.rules()) {
      add(rule, digest);
      digest.add(Boolean.toString(rule.prefilter()));
    }
    return digest.hex();
  }

  /** What of the recipe the rules alone depend on. */
  static String ruledSettings(Recipe recipe) {
    Digest digest = new Digest();
    recipe.rules().forEach(rule -> add(rule, digest));
    return digest.hex();
  }

  private static void add(Recipe.Rule rule, Digest digest) {
    digest.add(rule.name()).add(rule.drop()).add(rule.kinds().toString());
    digest.add(rule.sources().toString());
  }

  /** Whether a stage runs that is spared what the cheap rules drop. */
  static boolean needsPrefilter(Recipe recipe) {
    return recipe.hasStage("minhash")
        || recipe.hasStage("embed")
        || recipe.hasStage("contamination");
  }

  static SemanticParameters semantic(Recipe recipe) {
    Recipe.SemDedup settings = recipe.semdedup();
    return new SemanticParameters(
        settings.clusters(),
        settings.sample(),
        settings.iterations(),
        settings.cellDocuments(),
        settings.neighbours(),
        settings.threshold(),
        settings.reportThresholds());
  }

  /** The buckets of all models. */
  static List<Buckets> buckets(Recipe recipe) {
    List<Buckets> buckets = new ArrayList<>();
    if (recipe.hasStage("classify")) {
      for (Recipe.Classify model : recipe.classify()) {
        model
            .buckets()
            .forEach((kind, count) -> buckets.add(new Buckets(Kind.of(kind), model.name(), count)));
      }
    }
    return buckets;
  }

  /** The tiers of all models. */
  static List<Tiers> tiers(Recipe recipe) {
    List<Tiers> tiers = new ArrayList<>();
    if (recipe.hasStage("classify")) {
      for (Recipe.Classify model : recipe.classify()) {
        model
            .tiers()
            .forEach(
                (kind, limits) ->
                    tiers.add(new Tiers(Kind.of(kind), model.name(), limits.low(), limits.high())));
      }
    }
    return tiers;
  }

  /** The score by which documents of a kind are preferred: that of the first model for the kind. */
  private static Map<Kind, String> quality(Recipe recipe) {
    Map<Kind, String> quality = new EnumMap<>(Kind.class);
    if (recipe.hasStage("classify")) {
      for (Recipe.Classify model : recipe.classify()) {
        for (Kind kind : Kind.values()) {
          if (model.kinds().isEmpty() || model.kinds().contains(kind.word())) {
            quality.putIfAbsent(kind, model.name());
          }
        }
      }
    }
    return quality;
  }

  /** The searches for copies whose losers go after the decision, in their order. */
  static List<LostCopies> lost(Recipe recipe, boolean anyShard) {
    List<LostCopies> lost = new ArrayList<>();
    if (recipe.hasStage("minhash")) {
      lost.add(LostCopies.NEAR);
    }
    if (recipe.hasStage("semdedup") && anyShard) {
      lost.add(LostCopies.SEMANTIC);
    }
    return lost;
  }

  /** Whether what is contaminated is cut out of documents, not dropped with them. */
  static boolean cuts(Recipe recipe) {
    return recipe.hasStage("contamination") && recipe.contamination().action().equals("cut");
  }

  static RepeatParameters repeats(Recipe recipe) {
    Recipe.Repeats settings = recipe.repeats();
    return new RepeatParameters(
        settings.units().stream().map(Unit::of).collect(Collectors.toSet()),
        settings.minimumWords(),
        settings.minimumCharacters(),
        settings.minimumOccurrences(),
        settings.minimumDocuments(),
        settings.passageWords(),
        settings.kinds().stream().map(Kind::of).collect(Collectors.toSet()));
  }

  /** The lists of what stages want cut out of documents. */
  static List<String> editLists(Recipe recipe) {
    List<String> lists = new ArrayList<>();
    if (cuts(recipe)) {
      lists.add(EditTables.list(ContaminationTables.NAME).name());
    }
    if (recipe.hasStage(RepeatTables.REPEATS)) {
      lists.add(RepeatCutTable.NAME);
    }
    return lists;
  }

  /** Whether anything is cut out of documents. */
  static boolean edits(Recipe recipe) {
    return !editLists(recipe).isEmpty();
  }

  /**
   * The files of the benchmarks that are looked for.
   *
   * @throws io.winnow.readers.source.MissingInput if a path leads to nothing
   */
  static List<String> benchmarks(RecipeFile file) throws IOException {
    List<String> paths =
        file.recipe().contamination().benchmarks().stream().map(file::absolute).toList();
    SourceSettings source =
        new SourceSettings("contamination", Kind.WEB, paths, Map.of(), Integer.MAX_VALUE / 2);
    // A folder may hold more than items, such as a README; a file that is named is one of items.
    return Reading.list(source).stream()
        .map(InputFile::path)
        .filter(path -> paths.contains(path) || ITEMS.matcher(path).matches())
        .toList();
  }

  /**
   * The items of the benchmarks, which must be worth looking for.
   *
   * @throws io.winnow.readers.source.MissingInput if a path leads to nothing
   * @throws WrongInput if a line is wrong, or no item has the fields and enough words
   */
  static Benchmarks requireBenchmarks(RecipeFile file) throws IOException {
    List<String> files = benchmarks(file);
    Recipe.Contamination settings = file.recipe().contamination();
    Benchmarks benchmarks = Benchmarks.of(files, benchmarksDigest(files), contamination(settings));
    if (benchmarks.items() == benchmarks.skipped()) {
      throw new WrongInput(
          String.format(
              Locale.ROOT,
              "contamination.benchmarks: none of the %,d items in %d files has %d words in one of"
                  + " the fields %s",
              benchmarks.items(),
              files.size(),
              settings.minimumWords(),
              String.join(", ", settings.fields())));
    }
    return benchmarks;
  }

  static ContaminationParameters contamination(Recipe.Contamination settings) {
    return new ContaminationParameters(
        settings.fields(), settings.words(), settings.minimumWords());
  }

  /** Of the names and bytes of benchmarks, not of the folder that they lie in. */
  static String benchmarksDigest(List<String> files) throws IOException {
    Digest digest = new Digest();
    for (String file : files) {
      digest.add(file.substring(file.lastIndexOf('/') + 1)).add(Reading.digest(file));
    }
    return digest.hex();
  }

  /**
   * The models of a recipe.
   *
   * @throws io.winnow.classifiers.onnx.NoSuchModel if there is none of a name
   * @throws io.winnow.classifiers.onnx.UnusableModel if one fails its checks
   */
  static List<ScoreTable.Head> heads(RecipeFile file) throws IOException {
    List<ScoreTable.Head> heads = new ArrayList<>();
    for (Recipe.Classify model : file.recipe().classify()) {
      String place =
          ModelFiles.NAMES.contains(model.model()) ? model.model() : file.absolute(model.model());
      Set<Kind> kinds = model.kinds().stream().map(Kind::of).collect(Collectors.toSet());
      heads.add(
          new ScoreTable.Head(
              model.name(),
              ModelFiles.read(place)
                  .requireEmbedding(file.recipe().embed().model())
                  .requireTokens(file.recipe().embed().tokens()),
              new TreeSet<>(kinds)));
    }
    return heads;
  }

  /** Names of the columns of {@code scores}, in order; empty where nothing is scored. */
  static List<String> scores(Recipe recipe) {
    return recipe.hasStage("classify")
        ? recipe.classify().stream().map(Recipe.Classify::name).toList()
        : List.of();
  }
}
