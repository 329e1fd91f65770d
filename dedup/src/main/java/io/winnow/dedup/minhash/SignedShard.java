package io.winnow.dedup.minhash;

import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A shard with signatures: of the corpus itself, or of an earlier run that it is compared with.
 *
 * @param folder of the run
 * @param shard those of earlier runs are numbered on from those of the corpus
 * @param mask aligned table whose column {@code kept} says which documents take part; null: all
 *     that have a signature
 */
public record SignedShard(CorpusFolder folder, Shard shard, @Nullable Table mask)
    implements Serializable {
  /** Its tables. */
  ShardInput tables() {
    return new ShardInput(folder, shard, shard, false);
  }
}
