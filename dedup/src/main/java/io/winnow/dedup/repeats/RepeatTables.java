package io.winnow.dedup.repeats;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;

/** Names and columns of the lists of what is repeated, one list a shard. */
public final class RepeatTables {
  /** The list of repeated lines, paragraphs and sentences. */
  public static final String REPEATS = "repeats";

  /** The list of fingerprints that lead to repeated passages. */
  public static final String FINGERPRINTS = "repeats_fingerprints";

  /** The list of repeated passages. */
  public static final String PASSAGES = "repeats_passages";

  /** Of these lists: a row for each repeated part that the shard has. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.id("part", "digest of the part's normal form"),
          Column.number("kept_row", "document of this shard whose first copy stays, if any"),
          Column.number("occurrences", "how often it occurs in all"),
          Column.number("documents", "in how many documents"));

  private RepeatTables() {}
}
