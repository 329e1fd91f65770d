package io.winnow.pipelines.stage;

import io.winnow.corpus.table.Schema;
import java.io.Serializable;

/**
 * A table that a stage writes.
 *
 * @param table its name
 * @param schema its columns
 */
public record Output(String table, Schema schema) implements Serializable {}
