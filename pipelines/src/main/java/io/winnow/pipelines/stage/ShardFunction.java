package io.winnow.pipelines.stage;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** What a map stage does with one shard: reads some tables of it, writes others. */
public interface ShardFunction extends Serializable {
  /** The tables it writes. */
  List<Output> outputs();

  /**
   * Computes the tables of one shard; rows go to {@code to} in their final order.
   *
   * @param earlier whether the tables are there already, computed from the same rows by the same
   *     code and settings under another mask, so that their rows may be copied
   * @throws IOException when a file cannot be read or written: the work is tried again
   */
  void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException;
}
