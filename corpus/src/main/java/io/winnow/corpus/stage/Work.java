package io.winnow.corpus.stage;

import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/** What a stage does: shard by shard, as a shuffle over all of them, or in rounds of either. */
public sealed interface Work {
  /**
   * Each shard by itself; nothing moves between workers.
   *
   * @param over what is taken for shards; empty for those of the corpus
   */
  record PerShard(ShardFunction function, List<Shard> over) implements Work {}

  /** All shards together. */
  record Shuffle(Transforms transforms) implements Work {}

  /**
   * Files of one table that are no shards of the corpus, written by transforms of their own.
   *
   * @param names of the files
   */
  record Parts(List<String> names, PartTransforms transforms) implements Work {}

  /** Stages that depend on what the ones before them found, then a last one. */
  record Rounds(NextRound next) implements Work {}

  /** Builds a shuffle: rows by shard number in blocks, for each table that the stage writes. */
  @FunctionalInterface
  interface Transforms {
    Map<String, PCollection<KV<Integer, byte[]>>> apply(Pipeline pipeline);
  }

  /** Builds a job that writes files and their receipts. */
  @FunctionalInterface
  interface PartTransforms {
    void apply(Pipeline pipeline, String key);
  }

  /** Gives one round after another; each runs before the next is asked for. */
  @FunctionalInterface
  interface NextRound {
    /** The next round; empty where the one before it wrote the tables of the stage. */
    Optional<Stage> next(Inputs inputs) throws IOException;
  }

  /** A function of each shard. */
  static Work perShard(ShardFunction function) {
    return new PerShard(function, List.of());
  }

  /** A function of each part of a mixture. */
  static Work perPart(List<Shard> parts, ShardFunction function) {
    return new PerShard(function, parts);
  }

  /** A transform of all shards to the blocks of one table. */
  static Work shuffle(
      List<Shard> shards,
      Table table,
      PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> transform) {
    return shuffle(shards, input -> Map.of(table, input.apply(table.name(), transform)));
  }

  /** Takes all shards to blocks of several tables. */
  @FunctionalInterface
  interface Blocks {
    Map<Table, PCollection<KV<Integer, byte[]>>> of(PCollection<Shard> shards);
  }

  /** Transforms of all shards to the blocks of several tables. */
  static Work shuffle(List<Shard> shards, Blocks blocks) {
    return new Shuffle(
        pipeline -> {
          Map<String, PCollection<KV<Integer, byte[]>>> byName = new LinkedHashMap<>();
          blocks
              .of(pipeline.apply("Shards", Tasks.shards(shards)))
              .forEach((table, rows) -> byName.put(table.name(), rows));
          return byName;
        });
  }
}
