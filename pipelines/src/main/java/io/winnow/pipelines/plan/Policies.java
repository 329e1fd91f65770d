package io.winnow.pipelines.plan;

import io.winnow.classifiers.Classify;
import io.winnow.classifiers.ClassifyModel;
import io.winnow.classifiers.EmbedSettings;
import io.winnow.corpus.Digest;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.files.WrongInput;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Stage;
import io.winnow.dedup.contamination.BenchmarkFiles;
import io.winnow.dedup.contamination.ContaminationSettings;
import io.winnow.dedup.contamination.FindContamination;
import io.winnow.dedup.exact.ExactSettings;
import io.winnow.glm.ScoreDocuments;
import io.winnow.glm.ScoreSettings;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.quality.decision.Contaminated;
import io.winnow.quality.decision.Policy;
import io.winnow.quality.decision.RuleSettings;
import io.winnow.quality.decision.SurvivorKey;
import io.winnow.quality.grade.Buckets;
import io.winnow.quality.grade.LossBuckets;
import io.winnow.quality.grade.SortLosses;
import io.winnow.quality.grade.Tiers;
import io.winnow.quality.signals.SignalMeasures;
import io.winnow.readers.Reading;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.MissingInput;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a recipe says across rooms, as the rooms that decide want it. */
final class Policies {
  private static final Pattern ITEMS = Pattern.compile(".*\\.(jsonl|ndjson|json)(\\.(gz|zst))?");

  private final RecipeFile file;
  private final Recipe recipe;

  Policies(RecipeFile file) {
    this.file = file;
    this.recipe = file.recipe();
  }

  /** What decides before anything expensive: rules, and what the stages so far have flagged. */
  Policy rules(Chosen stages) {
    return new Policy(
            recipe.rules().stream().map(RuleSettings::rule).toList(),
            rounds(),
            recipe.survivor().stream().map(SurvivorKey::of).toList(),
            recipe.sourceNames(),
            stages.offers(true))
        .withFlags(stages.drops(Drop.How.FLAGGED));
  }

  /** What decides in the end. */
  Policy decision(Chosen stages) {
    return rules(stages).withQuality(quality()).withContaminated(contaminated());
  }

  private List<Likeness> rounds() {
    return recipe.hasStage("exact")
        ? recipe.section(ExactSettings.class).by().stream().map(Likeness::of).toList()
        : List.of();
  }

  private @Nullable Contaminated contaminated() {
    if (!recipe.hasStage(FindContamination.WORD)) {
      return null;
    }
    ContaminationSettings settings = recipe.section(ContaminationSettings.class);
    return settings.cuts() ? Contaminated.whole() : new Contaminated(settings.share());
  }

  private List<ClassifyModel> models() {
    return recipe.hasStage("classify") ? recipe.list(ClassifyModel.class) : List.of();
  }

  /** What models say of documents; empty where the recipe has no model. */
  Optional<Stage> classify() {
    List<ClassifyModel> named = recipe.list(ClassifyModel.class);
    return named.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Classify(
                named,
                recipe.section(EmbedSettings.class),
                SignalMeasures.SIGNALS,
                MeasureTexts.CHARACTERS,
                file::absolute));
  }

  /** The score by which documents of a kind are preferred: that of the first model for the kind. */
  private Map<Kind, String> quality() {
    Map<Kind, String> quality = new EnumMap<>(Kind.class);
    for (ClassifyModel model : models()) {
      for (Kind kind : Kind.values()) {
        if (model.isFor(kind)) {
          quality.putIfAbsent(kind, model.name());
        }
      }
    }
    return quality;
  }

  /** The buckets of all models. */
  List<Buckets> buckets() {
    List<Buckets> buckets = new ArrayList<>();
    for (ClassifyModel model : models()) {
      model
          .buckets()
          .forEach((kind, count) -> buckets.add(new Buckets(Kind.of(kind), model.name(), count)));
    }
    return buckets;
  }

  /** The tiers of all models. */
  List<Tiers> tiers() {
    List<Tiers> tiers = new ArrayList<>();
    for (ClassifyModel model : models()) {
      model
          .tiers()
          .forEach(
              (kind, limits) ->
                  tiers.add(new Tiers(Kind.of(kind), model.name(), limits.low(), limits.high())));
    }
    return tiers;
  }

  /** The search for benchmarks, whose files are listed when they are asked for. */
  FindContamination contamination() {
    return new FindContamination(recipe.section(ContaminationSettings.class), this::benchmarks);
  }

  private BenchmarkFiles benchmarks() throws IOException {
    List<String> files = files();
    return new BenchmarkFiles(files, digest(files));
  }

  private List<String> files() throws IOException {
    List<String> paths =
        recipe.section(ContaminationSettings.class).benchmarks().stream()
            .map(file::absolute)
            .toList();
    SourceSettings source =
        new SourceSettings("contamination", Kind.WEB, paths, Map.of(), Integer.MAX_VALUE / 2);
    List<InputFile> listed;
    try {
      listed = Reading.list(source);
    } catch (MissingInput e) {
      MissingInput.Fault first = e.faults().get(0);
      throw new WrongInput(
          "contamination." + first.setting().replace("paths", "benchmarks"), first.message());
    }
    // A folder may hold more than items, such as a README; a file that is named is one of items.
    return listed.stream()
        .map(InputFile::path)
        .filter(path -> paths.contains(path) || ITEMS.matcher(path).matches())
        .toList();
  }

  /** Buckets of losses, by what a model says of each document. */
  SortLosses lossBuckets() {
    ScoreSettings score = recipe.section(ScoreSettings.class);
    return new SortLosses(
        new LossBuckets(score.head(), score.middle()),
        ScoreDocuments.GLM_SCORES,
        ScoreDocuments.BITS_PER_BYTE);
  }

  /** Of the names and bytes of benchmarks, not of the folder that they lie in. */
  private static String digest(List<String> files) throws IOException {
    Digest digest = new Digest();
    for (String path : files) {
      digest.add(path.substring(path.lastIndexOf('/') + 1)).add(Reading.digest(path));
    }
    return digest.hex();
  }
}
