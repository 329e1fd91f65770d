package io.winnow.pipelines.ingest;

import java.io.Serializable;

/**
 * How inputs become shards.
 *
 * @param shardBytes UTF-8 bytes of text after which a shard is closed
 * @param sample share of the documents to keep, chosen by a hash of their ids; 1 for all
 * @param seed of that choice
 */
public record IngestSettings(long shardBytes, double sample, long seed) implements Serializable {}
