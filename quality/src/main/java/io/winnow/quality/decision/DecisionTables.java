package io.winnow.quality.decision;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Schema;

/**
 * The tables that decisions fill. {@code decisions}, {@code decided}, {@code ruled} and {@code
 * prefilter} are aligned, the others are lists, as packed rows whose first column is the row in its
 * shard.
 */
public final class DecisionTables {
  /** Name of the table of what is kept, and why the rest is not. */
  public static final String DECISIONS = "decisions";

  /** Name of the table of what the expensive stages look at. */
  public static final String PREFILTER = "prefilter";

  /** Name of the table of what the rules leave; its columns are those of the prefilter. */
  public static final String RULED = "ruled";

  /** Name of the table of what rules, contamination and copies leave for the last stages. */
  public static final String DECIDED = "decided";

  /** Name of the list of groups of the same text or address. */
  public static final String CLUSTERS_EXACT = "clusters_exact";

  private static final Column ROW = new Column("row", ColumnType.LONG, "row in the shard");
  private static final Column ID = new Column("id", ColumnType.ID, "document id");
  private static final Column KEPT = new Column("kept", ColumnType.BOOLEAN, "whether it is kept");
  private static final Column STAGE =
      new Column(
          "stage",
          ColumnType.STRING,
          "what dropped it: rules, forks, contamination, exact, minhash, semdedup or grade");
  private static final Column REASON =
      new Column("reason", ColumnType.STRING, "the first reason it was dropped for");
  private static final Column CLUSTER =
      new Column("cluster", ColumnType.ID, "smallest document id of the group");
  private static final Column SURVIVOR =
      new Column("survivor", ColumnType.ID, "the one that this group keeps");

  /** Of {@link #DECISIONS}. */
  public static final Schema DECISIONS_SCHEMA =
      Schema.of(
          new Column("source", ColumnType.STRING, "source in the recipe"),
          new Column("kind", ColumnType.STRING, "web, book, paper, code or social"),
          KEPT,
          STAGE,
          REASON,
          new Column("bucket", ColumnType.LONG, "bucket of quality, from 1, the lowest"),
          new Column("tier", ColumnType.STRING, "tier of code: high, medium or low"),
          new Column(
              "copies",
              ColumnType.LONG,
              "of what is kept: documents that are the same or nearly so, itself included"));

  /** Of the packed rows of {@link #PREFILTER} and {@link #RULED}. */
  public static final Schema PREFILTER_SCHEMA = Schema.of(ROW, KEPT, STAGE, REASON);

  /** Of the packed rows of {@link #DECIDED}. */
  public static final Schema DECIDED_SCHEMA =
      PREFILTER_SCHEMA.and(
          Schema.of(
              new Column(
                  "survivor_order",
                  ColumnType.BYTES,
                  "of what is kept: of any two, the one with the smaller bytes is preferred")));

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

  private DecisionTables() {}
}
