package io.winnow.pipelines.stage;

import io.winnow.corpus.table.Shard;
import java.io.Serializable;

/**
 * A shard whose tables have to be computed.
 *
 * @param key that their receipts will bear
 * @param earlier whether rows computed under another mask may be copied
 */
record ShardTask(Shard shard, String key, boolean earlier) implements Serializable {}
