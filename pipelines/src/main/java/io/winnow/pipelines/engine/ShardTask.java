package io.winnow.pipelines.engine;

import io.winnow.corpus.table.Shard;
import java.io.Serializable;

/**
 * A shard whose tables have to be computed.
 *
 * @param first shard of the corpus
 * @param key that their receipts will bear
 * @param earlier whether rows computed under another mask may be copied
 */
record ShardTask(Shard shard, Shard first, String key, boolean earlier) implements Serializable {}
