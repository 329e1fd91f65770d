package io.winnow.dedup.semantic;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Schema;

/** Names and columns of the tables that the search for equal meanings reads and writes. */
public final class SemanticTables {
  /** Name of the aligned table of vectors, with the column {@code embedding}. */
  public static final String EMBEDDINGS = "embeddings";

  /** Name of the aligned table that says which centroids are nearest. */
  public static final String NEAREST = "nearest";

  /** Of {@link #NEAREST}. */
  public static final Schema NEAREST_SCHEMA =
      Schema.of(
          new Column(
              "centroids", ColumnType.INTS, "numbers of the nearest centroids, the nearest first"));

  /** Name of the aligned table that says who is compared with whom. */
  public static final String CELLS = "cells";

  /** Name of the list that says who goes, and for whom. */
  public static final String CLUSTERS = "clusters_semantic";

  /** Of {@link #CELLS}. */
  public static final Schema CELLS_SCHEMA =
      Schema.of(
          new Column(
              "cell", ColumnType.LONG, "number of the nearest centroid, or of a part of its cell"),
          new Column(
              "neighbours", ColumnType.INTS, "numbers of the next nearest, for the second look"));

  /** Of the packed rows of {@link #CLUSTERS}. */
  public static final Schema CLUSTERS_SCHEMA =
      Schema.of(
          new Column("row", ColumnType.LONG, "row in the shard"),
          new Column("id", ColumnType.ID, "document id"),
          new Column("cluster", ColumnType.ID, "smallest document id of the cluster"),
          new Column("survivor", ColumnType.ID, "the one that is kept for it"),
          new Column("size", ColumnType.LONG, "documents in the cluster"),
          new Column("similarity", ColumnType.DOUBLE, "cosine to the survivor"),
          new Column("kept", ColumnType.BOOLEAN, "whether it is the survivor"));

  /** Name of the list that says what each threshold would do, in the first shard. */
  public static final String THRESHOLDS = "thresholds_semantic";

  /** Of the packed rows of {@link #THRESHOLDS}. */
  public static final Schema THRESHOLDS_SCHEMA =
      Schema.of(
          new Column("number", ColumnType.LONG, "0 for the threshold that decides"),
          new Column("threshold", ColumnType.DOUBLE, "cosine from which on a document goes"),
          new Column("documents", ColumnType.LONG, "documents compared"),
          new Column("gone", ColumnType.LONG, "documents that go at this threshold, at first look"),
          new Column(
              "sampled", ColumnType.LONG, "documents that are compared with all, across cells"),
          new Column(
              "pairs", ColumnType.LONG, "pairs with one of those, at the threshold or above"),
          new Column(
              "together", ColumnType.LONG, "of these pairs, those the cells bring together"));

  private SemanticTables() {}
}
