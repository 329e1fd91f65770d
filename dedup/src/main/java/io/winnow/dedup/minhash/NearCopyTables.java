package io.winnow.dedup.minhash;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;

/** Names and columns of the lists of near copies. */
public final class NearCopyTables {
  /** Name of the list that says who goes, and for whom. */
  public static final String CLUSTERS = "clusters_minhash";

  /** Name of the list of pairs that met in a band, of documents that were there to be compared. */
  public static final String EDGES = "edges_minhash";

  /** Of the packed rows of {@link #CLUSTERS}. */
  public static final Schema CLUSTERS_SCHEMA =
      Schema.of(
          Column.number("row", "row in the shard"),
          Column.id("id", "document id"),
          Column.id("cluster", "smallest document id of the cluster in this run"),
          Column.id("survivor", "the one that the cluster keeps"),
          Column.number("size", "documents in the cluster"),
          Column.number("copies", "the same, and all that have the text of one"),
          Column.real("similarity", "Jaccard similarity to the survivor"),
          Column.flag("kept", "whether it is the survivor; an earlier run's may have the same id"));

  /** Of the packed rows of {@link #EDGES}, in the shard of the edge's first row. */
  public static final Schema EDGES_SCHEMA =
      Schema.of(
          Column.number("row", "row in the shard"),
          Column.id("a", "one document"),
          Column.id("b", "another"),
          Column.real("similarity", "Jaccard similarity"),
          Column.number("bands", "in how many bands they met"),
          Column.flag("passed", "whether they are similar enough"));

  private NearCopyTables() {}
}
