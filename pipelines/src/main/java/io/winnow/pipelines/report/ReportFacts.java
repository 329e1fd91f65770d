package io.winnow.pipelines.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.classifiers.ClassifyModel;
import io.winnow.classifiers.TierLimits;
import io.winnow.corpus.Kind;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.minhash.MinHashSettings;
import io.winnow.dedup.semantic.SemDedupSettings;
import io.winnow.dedup.sketch.MinHashParameters;
import io.winnow.mixtures.MixtureSettings;
import io.winnow.pipelines.books.ShardStatistics;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.manifest.Manifest;
import io.winnow.pipelines.manifest.Manifest.ComponentEntry;
import io.winnow.pipelines.manifest.Manifest.ExportEntry;
import io.winnow.pipelines.manifest.Manifest.MixtureEntry;
import io.winnow.pipelines.manifest.Manifest.SequenceEntry;
import io.winnow.pipelines.manifest.RunRecord;
import io.winnow.pipelines.manifest.StageCost;
import io.winnow.pipelines.plan.Plan;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.report.run.Drops;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.run.RelativePlaces;
import io.winnow.report.run.RunFacts;
import io.winnow.report.run.RunFacts.Rule;
import io.winnow.report.statistics.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a report says of a run that is in its recipe, its manifest and its record of times. */
final class ReportFacts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunFolder run;
  private final Manifest manifest;
  private final Recipe recipe;

  private ReportFacts(RunFolder run) {
    this.run = run;
    this.manifest = run.manifest();
    this.recipe = Recipe.parse(manifest.recipe());
  }

  /** A finished run with all that sections want to know of it. */
  static FinishedRun of(RunFolder run) throws IOException {
    String base = RunRecord.read(run.folder()).folder();
    return new FinishedRun(new RelativePlaces(run, base), new ReportFacts(run).facts());
  }

  private RunFacts facts() throws IOException {
    RunRecord record = RunRecord.read(run.folder());
    return new RunFacts(
        new RunFacts.Made(manifest.name(), manifest.digest(), record.version(), record.finished()),
        JSON.readTree(manifest.recipe()),
        sources(),
        Plan.rules(recipe),
        tiers(),
        likeness(),
        mixtures(),
        stages(record),
        drops(recipe),
        statistics());
  }

  private List<RunFacts.Source> sources() {
    List<RunFacts.Source> sources = new ArrayList<>();
    for (int i = 0; i < recipe.sources().size(); i++) {
      Recipe.Source source = recipe.sources().get(i);
      long records = manifest.books().get(i).records();
      sources.add(new RunFacts.Source(source.name(), Kind.of(source.kind()), records));
    }
    return sources;
  }

  private List<RunFacts.Tiers> tiers() {
    List<RunFacts.Tiers> all = new ArrayList<>();
    for (ClassifyModel model : recipe.list(ClassifyModel.class)) {
      for (Map.Entry<String, TierLimits> tiers : model.tiers().entrySet()) {
        all.add(
            new RunFacts.Tiers(
                model.name(), tiers.getKey(), tiers.getValue().low(), tiers.getValue().high()));
      }
    }
    return all;
  }

  private RunFacts.Likeness likeness() {
    MinHashSettings settings = recipe.section(MinHashSettings.class);
    MinHashParameters minhash = settings.parameters();
    return new RunFacts.Likeness(
        minhash.bands(),
        minhash.rows(),
        minhash.shingle(),
        settings.threshold(),
        recipe.hasStage("semdedup") ? recipe.section(SemDedupSettings.class).threshold() : null);
  }

  private List<RunFacts.Mixture> mixtures() {
    List<RunFacts.Mixture> mixtures = new ArrayList<>();
    for (int m = 0; m < manifest.mixtures().size(); m++) {
      MixtureEntry mixture = manifest.mixtures().get(m);
      MixtureSettings wanted = recipe.mixtures().get(m);
      List<RunFacts.Component> components = new ArrayList<>();
      for (int i = 0; i < mixture.components().size(); i++) {
        ComponentEntry component = mixture.components().get(i);
        components.add(
            new RunFacts.Component(
                component.name(),
                wanted.components().get(i).where(),
                component.requestedEpochs(),
                component.achievedEpochs(),
                component.availableDocuments(),
                component.availableTokens(),
                component.documents(),
                component.tokens()));
      }
      mixtures.add(
          new RunFacts.Mixture(
              mixture.name(),
              mixture.documents(),
              mixture.tokens(),
              sequences(mixture.sequences()),
              mixture.exports().stream().map(ReportFacts::export).toList(),
              components));
    }
    return mixtures;
  }

  private static RunFacts.Export export(ExportEntry export) {
    return new RunFacts.Export(export.format(), export.files().size(), export.bytes());
  }

  private static RunFacts.@Nullable Sequences sequences(@Nullable SequenceEntry sequences) {
    return sequences == null
        ? null
        : new RunFacts.Sequences(
            sequences.length(), sequences.packing(), sequences.count(), sequences.tokens());
  }

  private static List<RunFacts.Stage> stages(RunRecord record) {
    return record.stages().stream()
        .map(
            stage ->
                new RunFacts.Stage(
                    stage.name(),
                    stage.seconds(),
                    record.parallelism(),
                    stage.peakHeapBytes(),
                    stage.documents(),
                    stage.textBytes(),
                    stage.computed(),
                    stage.cached(),
                    cost(record.costs().get(stage.name()))))
        .toList();
  }

  private static RunFacts.@Nullable Cost cost(@Nullable StageCost cost) {
    return cost == null
        ? null
        : new RunFacts.Cost(
            cost.seconds(),
            cost.parallelism(),
            cost.peakHeapBytes(),
            cost.documents(),
            cost.textBytes(),
            cost.pieces());
  }

  /** All that may drop a document, in the order in which it is asked. */
  private static Drops drops(Recipe recipe) {
    List<Drop> drops = new ArrayList<>();
    recipe.rules().forEach(rule -> drops.add(Drop.decided(Rule.STAGE, rule.name())));
    drops.addAll(StageWords.drops());
    return new Drops(drops);
  }

  private Statistics statistics() throws IOException {
    Statistics all = null;
    for (Shard shard : manifest.shards()) {
      try (TableReader reader =
          TableReader.open(run.folder().found(ShardStatistics.STATISTICS.name(), shard.name()))) {
        Row row = Objects.requireNonNull(reader.row(), "statistics has one row");
        Statistics one = Statistics.fromJson(row.get(ShardStatistics.JSON));
        all = all == null ? one : all.merge(one);
      }
    }
    return all == null ? ShardStatistics.empty(Plan.statistics(recipe)) : all;
  }
}
