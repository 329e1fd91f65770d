package io.winnow.pipelines;

import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.Dedup;
import io.winnow.dedup.minhash.NearCopyTables;
import io.winnow.dedup.semantic.FindSemanticCopies;
import io.winnow.dedup.semantic.SemanticTables;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.stage.ShuffleOutput;
import io.winnow.pipelines.stage.StageSpec;
import io.winnow.pipelines.stage.Stages;
import io.winnow.quality.decision.Decide;
import io.winnow.quality.decision.LastDecisions;
import io.winnow.quality.decision.Policy;
import io.winnow.quality.grade.Buckets;
import io.winnow.quality.grade.FindBuckets;
import io.winnow.quality.grade.LostCopies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/** The stages that decide what is dropped, and for which first reason. */
final class Deciding {
  private final Run run;
  private final Recipe recipe;
  private final CorpusFolder folder;
  private final Stages stages;
  private final List<Shard> shards;

  Deciding(Run run) {
    this.run = run;
    this.recipe = run.file().recipe();
    this.folder = run.folder();
    this.stages = run.stages();
    this.shards = run.shards();
  }

  /** Decides about every document. */
  void run() throws IOException {
    decide();
    if (recipe.hasStage("minhash")) {
      new NearCopies(run).compare();
    }
    List<LostCopies> lost = Policies.lost(recipe, !shards.isEmpty());
    if (lost.contains(LostCopies.SEMANTIC)) {
      findSemanticCopies();
    }
    List<Buckets> buckets = Policies.buckets(recipe);
    if (!buckets.isEmpty()) {
      fillBuckets(buckets, lost);
    }
    haveTheLastWord(new LastDecisions(lost, !buckets.isEmpty(), Policies.tiers(recipe)));
  }

  private void decide() throws IOException {
    Policy policy = Policies.of(recipe);
    PTransform<PCollection<Shard>, PCollectionTuple> decide = Decide.by(policy, folder, shards);
    stages.shuffle(
        new StageSpec(
            "decide",
            List.of(decide.getClass()),
            Policies.settings(recipe, false),
            policy.tables()),
        shards,
        List.of(
            new ShuffleOutput(DecisionTables.DECIDED.name(), DecisionTables.DECIDED.packed(), true),
            new ShuffleOutput(
                DecisionTables.CLUSTERS_EXACT.name(),
                DecisionTables.CLUSTERS_EXACT.schema(),
                false)),
        pipeline -> {
          PCollectionTuple decided =
              pipeline.apply("Shards", Tasks.shards(shards)).apply("Decide", decide);
          return Map.of(
              DecisionTables.DECIDED.name(),
              decided.get(Decide.DECIDED),
              DecisionTables.CLUSTERS_EXACT.name(),
              decided.get(Decide.CLUSTERS_EXACT));
        });
    run.table(DecisionTables.DECIDED.name(), true);
    run.table(DecisionTables.CLUSTERS_EXACT.name(), false);
  }

  private void findSemanticCopies() throws IOException {
    Set<Kind> kinds = recipe.semdedup().kinds().stream().map(Kind::of).collect(Collectors.toSet());
    List<String> reads =
        new ArrayList<>(
            List.of(
                DecisionTables.DECIDED.name(),
                DocumentTable.DOCUMENTS.name(),
                DocumentTable.IDS.name(),
                SemanticTables.CELLS,
                SemanticTables.EMBEDDINGS));
    List<String> lost = new ArrayList<>();
    if (recipe.hasStage("minhash")) {
      lost.add(NearCopyTables.CLUSTERS);
    }
    reads.addAll(lost);
    long documents = 0; // those that go as other copies included
    for (Receipt receipt : stages.receipts(SemanticTables.CELLS).values()) {
      for (String kind : recipe.semdedup().kinds()) {
        documents += receipt.counts().getOrDefault(kind, 0L);
      }
    }
    FindSemanticCopies search =
        Dedup.semantic(
            Policies.semantic(recipe),
            kinds,
            folder,
            DecisionTables.DECIDED.name(),
            lost,
            shards,
            documents,
            recipe.seed());
    stages.shuffle(
        new StageSpec(
            "semdedup",
            List.of(FindSemanticCopies.class),
            recipe.canonical("semdedup") + recipe.seed(),
            reads),
        shards,
        List.of(
            new ShuffleOutput(SemanticTables.CLUSTERS, SemanticTables.CLUSTERS_SCHEMA, false),
            new ShuffleOutput(SemanticTables.THRESHOLDS, SemanticTables.THRESHOLDS_SCHEMA, false)),
        pipeline -> {
          PCollectionTuple found =
              pipeline.apply("Shards", Tasks.shards(shards)).apply("Same meaning", search);
          return Map.of(
              SemanticTables.CLUSTERS,
              found.get(FindSemanticCopies.CLUSTERS),
              SemanticTables.THRESHOLDS,
              found.get(FindSemanticCopies.THRESHOLDS));
        });
    run.table(SemanticTables.CLUSTERS, false);
    run.table(SemanticTables.THRESHOLDS, false);
  }

  private void fillBuckets(List<Buckets> buckets, List<LostCopies> lost) throws IOException {
    List<String> reads =
        new ArrayList<>(
            List.of(
                DecisionTables.DECIDED.name(),
                DocumentTable.DOCUMENTS.name(),
                DocumentTable.IDS.name(),
                SignalTable.NAME,
                Tables.SCORES));
    lost.forEach(search -> reads.add(search.table()));
    stages.shuffle(
        new StageSpec(FindBuckets.TABLE, List.of(FindBuckets.class), buckets.toString(), reads),
        shards,
        List.of(new ShuffleOutput(FindBuckets.TABLE, FindBuckets.SCHEMA, false)),
        pipeline ->
            Map.of(
                FindBuckets.TABLE,
                pipeline
                    .apply("Shards", Tasks.shards(shards))
                    .apply(
                        "Buckets",
                        new FindBuckets(buckets, folder, DecisionTables.DECIDED.name(), lost))));
    run.table(FindBuckets.TABLE, false);
  }

  private void haveTheLastWord(LastDecisions last) throws IOException {
    stages.map(
        new StageSpec(
            DecisionTables.DECISIONS.name(),
            List.of(),
            Policies.tiers(recipe).toString(),
            last.tables()),
        shards,
        new DecisionTable(last));
    run.table(DecisionTables.DECISIONS.name(), true);
  }
}
