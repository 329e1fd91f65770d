package io.winnow.quality.decision;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Schema;

/**
 * The tables that decisions fill, as packed rows: the first column is the row in its shard. {@code
 * decisions} and {@code prefilter} are aligned, the others are lists.
 */
public final class DecisionTables {
  /** Name of the table of what is kept, and why the rest is not. */
  public static final String DECISIONS = "decisions";

  /** Name of the table of what the expensive stages look at. */
  public static final String PREFILTER = "prefilter";

  /** Name of the list of groups of the same text or address. */
  public static final String CLUSTERS_EXACT = "clusters_exact";

  /** Name of the list of near copies with the survivor of each group. */
  public static final String SURVIVORS_MINHASH = "survivors_minhash";

  private static final Column ROW = new Column("row", ColumnType.LONG, "row in the shard");
  private static final Column ID = new Column("id", ColumnType.ID, "document id");
  private static final Column KEPT = new Column("kept", ColumnType.BOOLEAN, "whether it is kept");
  private static final Column STAGE =
      new Column("stage", ColumnType.STRING, "what dropped it: rules, exact or minhash");
  private static final Column REASON =
      new Column("reason", ColumnType.STRING, "the first reason it was dropped for");
  private static final Column CLUSTER =
      new Column("cluster", ColumnType.ID, "smallest document id of the group");
  private static final Column SURVIVOR =
      new Column("survivor", ColumnType.ID, "the one that this group keeps");

  /** Of the packed rows of {@link #DECISIONS}. */
  public static final Schema DECISIONS_SCHEMA =
      Schema.of(
          ROW,
          new Column("source", ColumnType.STRING, "source in the recipe"),
          new Column("kind", ColumnType.STRING, "web, book, paper, code or social"),
          KEPT,
          STAGE,
          REASON,
          new Column("bucket", ColumnType.LONG, "bucket of quality"),
          new Column("tier", ColumnType.STRING, "tier of code"));

  /** Of the packed rows of {@link #PREFILTER}. */
  public static final Schema PREFILTER_SCHEMA = Schema.of(ROW, KEPT, STAGE, REASON);

  /** Of the packed rows of {@link #CLUSTERS_EXACT}. */
  public static final Schema CLUSTERS_EXACT_SCHEMA =
      Schema.of(
          ROW,
          ID,
          new Column("by", ColumnType.STRING, "in what they are equal: content or url"),
          CLUSTER,
          SURVIVOR,
          new Column("size", ColumnType.LONG, "documents in the group"),
          new Column("similarity", ColumnType.DOUBLE, "1 where the texts are known to be equal"));

  /** Of the packed rows of {@link #SURVIVORS_MINHASH}. */
  public static final Schema SURVIVORS_MINHASH_SCHEMA =
      Schema.of(
          ROW,
          ID,
          CLUSTER,
          SURVIVOR,
          new Column("survivor_row_id", ColumnType.LONG, "where the survivor's signature lies"),
          new Column("size", ColumnType.LONG, "documents in the group"));

  private DecisionTables() {}
}
