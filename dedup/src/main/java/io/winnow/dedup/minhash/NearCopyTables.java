package io.winnow.dedup.minhash;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
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
          new Column("row", ColumnType.LONG, "row in the shard"),
          new Column("id", ColumnType.ID, "document id"),
          new Column("cluster", ColumnType.ID, "smallest document id of the cluster in this run"),
          new Column("survivor", ColumnType.ID, "the one that the cluster keeps"),
          new Column("size", ColumnType.LONG, "documents in the cluster"),
          new Column("copies", ColumnType.LONG, "the same, and all that have the text of one"),
          new Column("similarity", ColumnType.DOUBLE, "Jaccard similarity to the survivor"),
          new Column(
              "kept",
              ColumnType.BOOLEAN,
              "whether it is the survivor; an earlier run's may have the same id"));

  /** Of the packed rows of {@link #EDGES}, in the shard of the edge's first row. */
  public static final Schema EDGES_SCHEMA =
      Schema.of(
          new Column("row", ColumnType.LONG, "row in the shard"),
          new Column("a", ColumnType.ID, "one document"),
          new Column("b", ColumnType.ID, "another"),
          new Column("similarity", ColumnType.DOUBLE, "Jaccard similarity"),
          new Column("bands", ColumnType.LONG, "in how many bands they met"),
          new Column("passed", ColumnType.BOOLEAN, "whether they are similar enough"));

  private NearCopyTables() {}
}
