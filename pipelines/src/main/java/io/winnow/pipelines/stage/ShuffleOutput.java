package io.winnow.pipelines.stage;

import io.winnow.corpus.table.Schema;
import java.io.Serializable;

/**
 * A table that a shuffle stage writes from packed rows.
 *
 * @param table its name
 * @param schema of the packed rows; the first column is {@code row}, the row's number in its shard,
 *     or where rows are no documents what they are sorted by
 * @param aligned whether every row of the shard must be there exactly once; the column {@code row}
 *     is then left out of the file
 */
public record ShuffleOutput(String table, Schema schema, boolean aligned) implements Serializable {}
