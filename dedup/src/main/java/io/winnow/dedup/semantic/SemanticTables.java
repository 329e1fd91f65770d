package io.winnow.dedup.semantic;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Schema;

/** Names and columns of the tables that the search for equal meanings reads and writes. */
public final class SemanticTables {
  /** Name of the aligned table of vectors, with the column {@code embedding}. */
  public static final String EMBEDDINGS = "embeddings";

  /** Name of the aligned table that says which centroid is nearest. */
  public static final String CELLS = "cells";

  /** Name of the list that says who goes, and for whom. */
  public static final String CLUSTERS = "clusters_semantic";

  /** Of {@link #CELLS}. */
  public static final Schema CELLS_SCHEMA =
      Schema.of(new Column("cell", ColumnType.LONG, "number of the nearest centroid of k-means"));

  /** Of the packed rows of {@link #CLUSTERS}. */
  public static final Schema CLUSTERS_SCHEMA =
      Schema.of(
          new Column("row", ColumnType.LONG, "row in the shard"),
          new Column("id", ColumnType.ID, "document id"),
          new Column("cluster", ColumnType.ID, "smallest document id of the cluster"),
          new Column("survivor", ColumnType.ID, "the one that is kept for it"),
          new Column("size", ColumnType.LONG, "documents in the cluster"),
          new Column("similarity", ColumnType.DOUBLE, "cosine to the survivor"));

  private SemanticTables() {}
}
