package io.winnow.pipelines;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.Dedup;
import io.winnow.dedup.minhash.FindComponents;
import io.winnow.dedup.minhash.FindPairs;
import io.winnow.dedup.minhash.FindSurvivors;
import io.winnow.dedup.minhash.MinHashParameters;
import io.winnow.dedup.minhash.NearCopyTables;
import io.winnow.dedup.minhash.SignatureTable;
import io.winnow.dedup.minhash.SignedShard;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.stage.ShuffleOutput;
import io.winnow.pipelines.stage.StageSpec;
import io.winnow.pipelines.stage.Stages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.PCollectionTuple;

/** The stages that look for near copies: before the decision by bands, after it by comparing. */
final class NearCopies {
  private final Run run;
  private final Recipe.MinHash settings;
  private final MinHashParameters parameters;
  private final CorpusFolder folder;
  private final Stages stages;
  private final List<Shard> shards;

  NearCopies(Run run) {
    this.run = run;
    this.settings = run.file().recipe().minhash();
    this.parameters = settings.parameters();
    this.folder = run.folder();
    this.stages = run.stages();
    this.shards = run.shards();
  }

  /** Signs what the prefilter let through. */
  void sign() throws IOException {
    stages.map(
        new StageSpec(
            SignatureTable.NAME,
            List.of(),
            parameters.format(),
            List.of(DocumentTable.DOCUMENTS.name()),
            List.of(DecisionTables.PREFILTER.name())),
        shards,
        new TextTable(
            SignatureTable.NAME,
            SignatureTable.SCHEMA,
            DecisionTables.PREFILTER.name(),
            new SignText(parameters)));
    run.table(SignatureTable.NAME, true);
  }

  /** Joins what met in a band. */
  void join() throws IOException {
    join(FindComponents.MAXIMUM_DOCUMENTS);
  }

  /**
   * The same.
   *
   * @param oneWorker documents that one worker unites
   */
  void join(long oneWorker) throws IOException {
    EarlierRuns earlier = EarlierRuns.of(run.file());
    List<SignedShard> signed = new ArrayList<>();
    shards.forEach(shard -> signed.add(new SignedShard(folder, shard, null)));
    signed.addAll(earlier.shards(shards.size()));
    stages.shuffle(
        new StageSpec(
            "pairs",
            List.of(FindPairs.class),
            parameters.format() + earlier.digest(),
            List.of(SignatureTable.NAME)),
        shards,
        List.of(new ShuffleOutput(FindPairs.TABLE, FindPairs.SCHEMA, false)),
        pipeline ->
            Map.of(
                FindPairs.TABLE,
                pipeline
                    .apply(
                        "Shards",
                        Tasks.of(SignedShard.class, signed, shard -> shard.shard().rows()))
                    .apply("Pairs", Dedup.pairs(parameters, signed, shards.size()))));
    run.table(FindPairs.TABLE, false);
    new Components(run, oneWorker).run();
    run.table(FindComponents.TABLE, false);
  }

  /** Among what is still kept, finds who goes, and for whom. */
  void compare() throws IOException {
    EarlierRuns earlier = EarlierRuns.of(run.file());
    long members = 0;
    for (Receipt receipt : stages.receipts(FindComponents.TABLE).values()) {
      members += receipt.file().rows();
    }
    FindSurvivors survivors =
        Dedup.survivors(
            settings.threshold(),
            new FindSurvivors.Tables(
                folder,
                shards.size(),
                DecisionTables.DECIDED.name(),
                DecisionTables.CLUSTERS_EXACT.name()),
            members,
            earlier.shards(shards.size()));
    stages.shuffle(
        new StageSpec(
            "minhash",
            List.of(FindSurvivors.class),
            settings.threshold() + earlier.digest(),
            List.of(
                DecisionTables.DECIDED.name(),
                DecisionTables.CLUSTERS_EXACT.name(),
                DocumentTable.IDS.name(),
                SignatureTable.NAME,
                FindPairs.TABLE,
                FindComponents.TABLE)),
        shards,
        List.of(
            new ShuffleOutput(NearCopyTables.CLUSTERS, NearCopyTables.CLUSTERS_SCHEMA, false),
            new ShuffleOutput(NearCopyTables.EDGES, NearCopyTables.EDGES_SCHEMA, false)),
        pipeline -> {
          PCollectionTuple found =
              pipeline.apply("Shards", Tasks.shards(shards)).apply("Near copies", survivors);
          return Map.of(
              NearCopyTables.CLUSTERS,
              found.get(FindSurvivors.CLUSTERS),
              NearCopyTables.EDGES,
              found.get(FindSurvivors.EDGES));
        });
    run.table(NearCopyTables.CLUSTERS, false);
    run.table(NearCopyTables.EDGES, false);
  }
}
