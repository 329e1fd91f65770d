package io.winnow.pipelines;

import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.Dedup;
import io.winnow.dedup.minhash.FindComponents;
import io.winnow.dedup.minhash.FindPairs;
import io.winnow.dedup.minhash.StarLabels;
import io.winnow.dedup.minhash.StarRounds;
import io.winnow.pipelines.stage.ShuffleOutput;
import io.winnow.pipelines.stage.StageSpec;
import io.winnow.pipelines.stage.Stages;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * The stage {@code components}: which documents are joined by pairs. One worker says so, or, where
 * documents are too many for one, a loop of jobs; the rows are the same.
 */
final class Components {
  /** Whichever way they are found, the rows are the same, and so the key is. */
  private static final StageSpec STAGE =
      new StageSpec(
          "components",
          List.of(FindComponents.class, StarRounds.class, StarLabels.class),
          "",
          List.of(FindPairs.TABLE));

  private static final ShuffleOutput OUTPUT =
      new ShuffleOutput(FindComponents.TABLE, FindComponents.SCHEMA, false);

  private final Run run;
  private final Stages stages;
  private final List<Shard> shards;
  private final long oneWorker;

  /**
   * @param oneWorker documents that one worker unites
   */
  Components(Run run, long oneWorker) {
    this.run = run;
    this.stages = run.stages();
    this.shards = run.shards();
    this.oneWorker = oneWorker;
  }

  /** Finds them. */
  void run() throws IOException {
    long documents = shards.stream().mapToLong(Shard::rows).sum();
    if (documents <= oneWorker || stages.isThere(STAGE, shards, List.of(OUTPUT))) {
      write(STAGE, OUTPUT, Dedup.components(run.folder(), shards));
      return;
    }
    String table = FindPairs.TABLE;
    boolean changed = true;
    for (int job = 1; changed; job++) {
      String next = StarRounds.TABLE + job;
      write(
          new StageSpec("components-" + job, List.of(StarRounds.class), "", List.of(table)),
          new ShuffleOutput(next, StarRounds.SCHEMA, false),
          Dedup.starRounds(run.folder(), shards.size(), table, rows(table)));
      changed = job == 1 || !same(table, next);
      table = next;
    }
    write(STAGE, OUTPUT, Dedup.starLabels(run.folder(), table, rows(FindPairs.TABLE)));
  }

  private void write(
      StageSpec stage,
      ShuffleOutput output,
      PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> transform)
      throws IOException {
    stages.shuffle(
        stage,
        shards,
        List.of(output),
        pipeline ->
            Map.of(
                output.table(),
                pipeline.apply("Shards", Tasks.shards(shards)).apply("Components", transform)));
  }

  private long rows(String table) throws IOException {
    long rows = 0;
    for (Receipt receipt : stages.receipts(table).values()) {
      rows += receipt.file().rows();
    }
    return rows;
  }

  /** Whether rounds changed nothing: then every document is tied to the root of its component. */
  private boolean same(String before, String after) throws IOException {
    Map<String, Receipt> first = stages.receipts(before);
    Map<String, Receipt> second = stages.receipts(after);
    for (Shard shard : shards) {
      String digest = Objects.requireNonNull(first.get(shard.name())).file().digest();
      if (!digest.equals(Objects.requireNonNull(second.get(shard.name())).file().digest())) {
        return false;
      }
    }
    return true;
  }
}
