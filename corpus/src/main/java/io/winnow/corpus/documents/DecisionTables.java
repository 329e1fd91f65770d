package io.winnow.corpus.documents;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;

/** What is kept, why the rest is not, and which documents are the same. */
public final class DecisionTables {
  public static final Column<Boolean> KEPT = Column.flag("kept", "whether it is kept");
  public static final Column<String> STAGE =
      Column.text(
          "stage",
          "what dropped it: rules, forks, contamination, exact, minhash, semdedup or grade");
  public static final Column<String> REASON =
      Column.text("reason", "the first reason it was dropped for");

  /** What the rules leave, whatever becomes of it later. */
  public static final Table RULED = Table.aligned("ruled", KEPT, STAGE, REASON);

  /** What the expensive stages look at. */
  public static final Table PREFILTER = Table.aligned("prefilter", KEPT, STAGE, REASON);

  public static final Column<byte[]> SURVIVOR_ORDER =
      Column.bytes(
          "survivor_order",
          "of what is kept: of any two, the one with the smaller bytes is preferred");

  /** What rules, contamination and equal documents leave for the last stages. */
  public static final Table DECIDED = Table.aligned("decided", KEPT, STAGE, REASON, SURVIVOR_ORDER);

  public static final Column<String> BY =
      Column.text("by", "in what they are equal: content or url");
  public static final Column<DocumentId> CLUSTER =
      Column.id("cluster", "smallest document id of the group");
  public static final Column<DocumentId> SURVIVOR =
      Column.id("survivor", "the one that this group keeps");
  public static final Column<Long> SIZE = Column.number("size", "documents in the group");
  public static final Column<Double> SIMILARITY =
      Column.real("similarity", "1 where the texts are known to be equal");

  /** The list of groups of the same text or address. */
  public static final Table CLUSTERS_EXACT =
      Table.list(
          "clusters_exact", Table.ROW, DocumentTable.ID, BY, CLUSTER, SURVIVOR, SIZE, SIMILARITY);

  public static final Column<Long> BUCKET =
      Column.number("bucket", "bucket of quality, from 1, the lowest");
  public static final Column<String> TIER =
      Column.text("tier", "tier of code: high, medium or low");
  public static final Column<Long> COPIES =
      Column.number(
          "copies", "of what is kept: documents that are the same or nearly so, itself included");

  /** The last word on every document. */
  public static final Table DECISIONS =
      Table.aligned(
          "decisions",
          DocumentTable.SOURCE,
          DocumentTable.KIND,
          KEPT,
          STAGE,
          REASON,
          BUCKET,
          TIER,
          COPIES,
          DocumentTable.ID);

  private DecisionTables() {}
}
