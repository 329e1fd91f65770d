package io.winnow.corpus.stage;

import java.io.IOException;
import java.io.Serializable;

/** What a stage does with one shard: reads some tables of it, writes others. */
@FunctionalInterface
public interface ShardFunction extends Serializable {
  /**
   * Computes the tables of one shard; rows go to {@code to} in their final order.
   *
   * @throws IOException when a file cannot be read or written: the work is tried again
   */
  void compute(ShardInput from, ShardOutput to) throws IOException;
}
