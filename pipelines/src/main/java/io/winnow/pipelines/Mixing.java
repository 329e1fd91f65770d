package io.winnow.pipelines;

import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.mixtures.Mix;
import io.winnow.mixtures.Mixture;
import io.winnow.mixtures.epochs.Component;
import io.winnow.mixtures.epochs.ComponentTotals;
import io.winnow.mixtures.epochs.CopyTable;
import io.winnow.mixtures.repository.FileOrder;
import io.winnow.mixtures.sequences.Packing;
import io.winnow.mixtures.sequences.SequenceSettings;
import io.winnow.pipelines.Manifest.ComponentEntry;
import io.winnow.pipelines.Manifest.FileEntry;
import io.winnow.pipelines.Manifest.MixtureEntry;
import io.winnow.pipelines.Manifest.SequenceEntry;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.stage.StageSpec;
import io.winnow.pipelines.stage.Stages;
import io.winnow.quality.grade.FindLossBuckets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the mixtures of a recipe. */
final class Mixing {
  private static final long MEGABYTE = 1 << 20;

  private final Run run;
  private final Recipe recipe;
  private final CorpusFolder folder;
  private final Stages stages;
  private final List<Shard> shards;

  Mixing(Run run) {
    this.run = run;
    this.recipe = run.file().recipe();
    this.folder = run.folder();
    this.stages = run.stages();
    this.shards = run.shards();
  }

  /** Writes one. */
  MixtureEntry mix(Recipe.Mixture wanted) throws IOException {
    List<Component> components = new ArrayList<>();
    TreeMap<String, FileOrder> orders = new TreeMap<>();
    for (Recipe.Component component : wanted.components()) {
      String name =
          component.name().isEmpty() ? "component-" + (components.size() + 1) : component.name();
      Condition where = component.where().isEmpty() ? null : Condition.parse(component.where());
      boolean grouped = component.group().equals("repository");
      components.add(new Component(name, where, component.epochs(), grouped));
      if (grouped) {
        orders.put(name, FileOrder.of(component.order()));
      }
    }
    String table = CopyTable.name(wanted.name());
    String settings = wanted + " " + recipe.seed() + " " + recipe.tokenizer();
    SequenceSettings sequence =
        wanted.sequence().length() == 0
            ? null
            : new SequenceSettings(
                wanted.sequence().length(),
                Packing.of(wanted.sequence().packing()),
                recipe.tokenizer());
    stages.map(
        new StageSpec(table, List.of(), settings, copiesRead()),
        shards,
        new CopiesFunction(
            wanted.name(), components, recipe.seed(), measured(), Policies.edits(recipe)));
    run.table(table, false);
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
            Mixture.parts(textBytes, wanted.shardMegabytes() * MEGABYTE),
            Policies.edits(recipe),
            sequence,
            orders);
    List<FileEntry> files = write(mixture, settings);
    return entry(mixture, components, totals, files);
  }

  /** What conditions may look at besides signals and decisions. */
  private List<CopyTable.Measured> measured() {
    List<CopyTable.Measured> measured = new ArrayList<>();
    if (!Policies.scores(recipe).isEmpty()) {
      measured.add(
          new CopyTable.Measured(Tables.SCORES, ScoreTable.schema(Policies.scores(recipe))));
    }
    if (recipe.hasStage(Scoring.STAGE)) {
      measured.add(new CopyTable.Measured(Scoring.LOSSES, Scoring.LOSS_CONDITIONS));
      measured.add(new CopyTable.Measured(FindLossBuckets.TABLE, Scoring.LOSS_BUCKET));
    }
    return measured;
  }

  private List<String> copiesRead() {
    List<String> tables =
        new ArrayList<>(
            List.of(
                DocumentTable.DOCUMENTS.name(),
                DocumentTable.IDS.name(),
                SignalTable.NAME,
                DecisionTables.DECISIONS.name()));
    measured().forEach(table -> tables.add(table.table()));
    if (Policies.edits(recipe)) {
      tables.add(EditTables.EDITED.name());
    }
    return tables;
  }

  private List<String> textsRead(Mixture mixture) {
    List<String> tables =
        new ArrayList<>(
            List.of(
                DocumentTable.DOCUMENTS.name(),
                DocumentTable.IDS.name(),
                SignalTable.NAME,
                CopyTable.name(mixture.name())));
    if (mixture.edited()) {
      tables.add(EditTables.EDITS.name());
      tables.add(EditTables.EDITED.name());
    }
    return tables;
  }

  private List<FileEntry> write(Mixture mixture, String settings) throws IOException {
    String key =
        stages.key(
            new StageSpec(mixture.table(), List.of(Mix.class), settings, textsRead(mixture)),
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
      files.add(Run.entry(Mixture.part(i), part));
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
    long written = count(mixture, files, Mix.DOCUMENTS);
    long writtenTokens = count(mixture, files, Mix.TOKENS);
    if (written != documents || writtenTokens != tokens) {
      throw new BooksDoNotBalance(
          String.format(
              "mixture %s was to have %,d documents and %,d tokens, but has %,d and %,d",
              mixture.name(), documents, tokens, written, writtenTokens));
    }
    return new MixtureEntry(
        mixture.name(), documents, tokens, sequences(mixture, tokens, files), entries, files);
  }

  private @Nullable SequenceEntry sequences(Mixture mixture, long tokens, List<FileEntry> files)
      throws IOException {
    SequenceSettings settings = mixture.sequence();
    if (settings == null) {
      return null;
    }
    long texts = count(mixture, files, Mix.TEXTS);
    long paths = count(mixture, files, Mix.PATHS);
    long written = count(mixture, files, Mix.WRITTEN);
    if (written != tokens + texts + paths) {
      throw new BooksDoNotBalance(
          String.format(
              "the sequences of mixture %s hold %,d tokens, but documents have %,d, paths %,d, and"
                  + " ends %,d",
              mixture.name(), written, tokens, paths, texts));
    }
    return new SequenceEntry(
        settings.length(),
        settings.packing().word(),
        settings.tokenizer(),
        files.stream().mapToLong(FileEntry::rows).sum(),
        written,
        texts,
        paths);
  }

  private long count(Mixture mixture, List<FileEntry> files, String name) throws IOException {
    long sum = 0;
    for (FileEntry part : files) {
      Receipt receipt = stages.receipts(mixture.table()).get(part.name());
      sum += receipt.counts().getOrDefault(name, 0L);
    }
    return sum;
  }
}
