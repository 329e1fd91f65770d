package io.winnow.dedup.semantic;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;

/** Names and columns of the tables that the search for equal meanings reads and writes. */
public final class SemanticTables {
  /** Name of the aligned table of vectors, with the column {@code embedding}. */
  public static final String EMBEDDINGS = "embeddings";

  /** Name of the aligned table that says which centroids are nearest. */
  public static final String NEAREST = "nearest";

  /** Of {@link #NEAREST}. */
  public static final Schema NEAREST_SCHEMA =
      Schema.of(Column.numbers("centroids", "numbers of the nearest centroids, the nearest first"));

  /** Name of the aligned table that says who is compared with whom. */
  public static final String CELLS = "cells";

  /** Name of the list that says who goes, and for whom. */
  public static final String CLUSTERS = "clusters_semantic";

  /** Of {@link #CELLS}. */
  public static final Schema CELLS_SCHEMA =
      Schema.of(
          Column.number("cell", "number of the nearest centroid, or of a part of its cell"),
          Column.numbers("neighbours", "numbers of the next nearest, for the second look"));

  /** Of the packed rows of {@link #CLUSTERS}. */
  public static final Schema CLUSTERS_SCHEMA =
      Schema.of(
          Column.number("row", "row in the shard"),
          Column.id("id", "document id"),
          Column.id("cluster", "smallest document id of the cluster"),
          Column.id("survivor", "the one that is kept for it"),
          Column.number("size", "documents in the cluster"),
          Column.real("similarity", "cosine to the survivor"),
          Column.flag("kept", "whether it is the survivor"));

  /** Name of the list that says what each threshold would do, in the first shard. */
  public static final String THRESHOLDS = "thresholds_semantic";

  /** Of the packed rows of {@link #THRESHOLDS}. */
  public static final Schema THRESHOLDS_SCHEMA =
      Schema.of(
          Column.number("number", "0 for the threshold that decides"),
          Column.real("threshold", "cosine from which on a document goes"),
          Column.number("documents", "documents compared"),
          Column.number("gone", "documents that go at this threshold, at first look"),
          Column.number("sampled", "documents that are compared with all, across cells"),
          Column.number("pairs", "pairs with one of those, at the threshold or above"),
          Column.number("together", "of these pairs, those the cells bring together"));

  private SemanticTables() {}
}
