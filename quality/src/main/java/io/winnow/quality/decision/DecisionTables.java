package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Column;
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

  private static final Column<Long> ROW = Column.number("row", "row in the shard");
  private static final Column<DocumentId> ID = Column.id("id", "document id");
  private static final Column<Boolean> KEPT = Column.flag("kept", "whether it is kept");
  private static final Column<String> STAGE =
      Column.text(
          "stage",
          "what dropped it: rules, forks, contamination, exact, minhash, semdedup or grade");
  private static final Column<String> REASON =
      Column.text("reason", "the first reason it was dropped for");
  private static final Column<DocumentId> CLUSTER =
      Column.id("cluster", "smallest document id of the group");
  private static final Column<DocumentId> SURVIVOR =
      Column.id("survivor", "the one that this group keeps");

  /** Of {@link #DECISIONS}. */
  public static final Schema DECISIONS_SCHEMA =
      Schema.of(
          Column.text("source", "source in the recipe"),
          Column.text("kind", "web, book, paper, code or social"),
          KEPT,
          STAGE,
          REASON,
          Column.number("bucket", "bucket of quality, from 1, the lowest"),
          Column.text("tier", "tier of code: high, medium or low"),
          Column.number(
              "copies",
              "of what is kept: documents that are the same or nearly so, itself included"));

  /** Of the packed rows of {@link #PREFILTER} and {@link #RULED}. */
  public static final Schema PREFILTER_SCHEMA = Schema.of(ROW, KEPT, STAGE, REASON);

  /** Of the packed rows of {@link #DECIDED}. */
  public static final Schema DECIDED_SCHEMA =
      PREFILTER_SCHEMA.and(
          Schema.of(
              Column.bytes(
                  "survivor_order",
                  "of what is kept: of any two, the one with the smaller bytes is preferred")));

  /** Of the packed rows of {@link #CLUSTERS_EXACT}. */
  public static final Schema CLUSTERS_EXACT_SCHEMA =
      Schema.of(
          ROW,
          ID,
          Column.text("by", "in what they are equal: content or url"),
          CLUSTER,
          SURVIVOR,
          Column.number("size", "documents in the group"),
          Column.real("similarity", "1 where the texts are known to be equal"));

  private DecisionTables() {}
}
