package io.winnow.dedup;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;

/**
 * The lists of members that the searches for exact copies write, one list for each way of looking.
 */
public final class Members {
  /** Of both lists. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.number("row", "row in the shard"),
          Column.id("cluster", "smallest document id of the group"),
          Column.number("size", "documents in the group"));

  /** The list of groups of one text. */
  public static final String CONTENT = "members_content";

  /** The list of groups of one address. */
  public static final String URL = "members_url";

  private Members() {}
}
