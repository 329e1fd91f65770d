package io.winnow.corpus.stage;

import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
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

  /**
   * A shuffle of one step: each shard is read into thin rows, and those of a partition are taken to
   * rows of a table.
   */
  static Work shuffle(
      Inputs inputs,
      Schema thin,
      Exchange.Reader<ShardInput> reader,
      Table table,
      Exchange.Grouper grouper) {
    return shuffle(
        inputs,
        table,
        shards ->
            shards
                .apply("Read", Exchange.read(thin, reader))
                .apply("Group", Exchange.group(thin, table.packed(), grouper)));
  }

  /** The shards of the corpus as elements of a pipeline. */
  static Tasks<ShardInput> shards(Inputs inputs) {
    return Tasks.of(
        ShardInput.class,
        inputs.shards().stream().map(inputs::of).toList(),
        input -> input.shard().textBytes());
  }

  /** Takes all shards to the blocks of one table. */
  @FunctionalInterface
  interface Rows {
    PCollection<KV<Integer, byte[]>> of(PCollection<ShardInput> shards);
  }

  /** A shuffle of all shards to the blocks of one table. */
  static Work shuffle(Inputs inputs, Table table, Rows rows) {
    return shuffle(inputs, shards -> Map.of(table, rows.of(shards)));
  }

  /** Takes all shards to the blocks of several tables. */
  @FunctionalInterface
  interface Blocks {
    Map<Table, PCollection<KV<Integer, byte[]>>> of(PCollection<ShardInput> shards);
  }

  /** A shuffle of all shards to the blocks of several tables. */
  static Work shuffle(Inputs inputs, Blocks blocks) {
    Tasks<ShardInput> tasks = shards(inputs);
    return new Shuffle(
        pipeline -> {
          Map<String, PCollection<KV<Integer, byte[]>>> byName = new LinkedHashMap<>();
          blocks
              .of(pipeline.apply("Shards", tasks))
              .forEach((to, rows) -> byName.put(to.name(), rows));
          return byName;
        });
  }
}
