package io.winnow.pipelines.engine;

import io.winnow.corpus.Digest;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.pipelines.code.CodeDigest;
import java.io.IOException;
import java.util.List;

/**
 * Keys of stages: digests of the code that computes them, of their settings, and of the files that
 * they read. Where a shard stands among the others is part of the keys of shuffles only, so a shard
 * that comes or goes leaves what is computed of each other one alone.
 */
record Keys(Receipts receipts, List<Shard> shards) {
  /** Between what a result is made from and what masks it. */
  static final String BASE_END = ".";

  /** Digest of the code that can be reached from a function and from what runs around it. */
  static String code(Stage stage, ShardFunction function) {
    return CodeDigest.of(stage.getClass(), ShardWork.class) + CodeDigest.ofInstance(function);
  }

  /** Of some tables of one shard. */
  String ofShard(Stage stage, String code, String settings, List<Table> tables, Shard shard)
      throws IOException {
    Digest digest = new Digest().add(stage.name()).add(code).add(settings);
    for (Table table : tables) {
      digest.add(table.name());
      boolean first = table.shape() == Table.Shape.FIRST_SHARD;
      digest.add(fileDigest(table, first ? shards.get(0) : shard));
    }
    return digest.hex();
  }

  /** Of a stage that reads all shards. */
  String ofAll(Stage stage, String settings) throws IOException {
    Digest digest = new Digest().add(stage.name());
    digest.add(CodeDigest.of(stage.getClass(), WriteTable.class)).add(settings);
    for (Table table : stage.reads()) {
      digest.add(table.name());
      for (Shard shard : shards) {
        digest.add(shard.number()).add(fileDigest(table, shard));
      }
    }
    return digest.hex();
  }

  private String fileDigest(Table table, Shard shard) throws IOException {
    return receipts.require(table.name(), shard.name()).file().digest();
  }
}
