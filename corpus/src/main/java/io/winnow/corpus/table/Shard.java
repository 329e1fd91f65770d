package io.winnow.corpus.table;

import java.io.Serializable;
import java.util.Locale;

/**
 * One shard of a corpus.
 *
 * @param number its place among the run's shards, from 0: the upper half of a {@link
 *     io.winnow.corpus.RowId}
 * @param name of its files, the same in every table
 * @param rows documents in it
 * @param textBytes UTF-8 bytes of their texts
 */
public record Shard(int number, String name, long rows, long textBytes) implements Serializable {
  /** Name of a file of a table that is no shard of the corpus, from 0. */
  public static String part(int number) {
    return String.format(Locale.ROOT, "part-%05d", number);
  }
}
