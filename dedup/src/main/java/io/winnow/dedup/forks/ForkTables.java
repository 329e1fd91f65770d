package io.winnow.dedup.forks;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Schema;

/** Names and columns of what is known of forks. */
public final class ForkTables {
  /** The list of repositories that are alike. */
  public static final String CLUSTERS = "clusters_repositories";

  /** Of the list: a row for each repository of a cluster, in every shard that has files of it. */
  public static final Schema CLUSTERS_SCHEMA =
      Schema.of(
          new Column("row", ColumnType.LONG, "its first file in the shard"),
          new Column("repository", ColumnType.ID, "digest of source and repository"),
          new Column("cluster", ColumnType.ID, "the smallest of the cluster's repositories"),
          new Column("survivor", ColumnType.ID, "the repository that stays"),
          new Column("similarity", ColumnType.DOUBLE, "share of its files that the survivor has"),
          new Column("files", ColumnType.LONG, "different files of the repository"),
          new Column("shared", ColumnType.LONG, "those that the survivor has too"));

  /** The aligned table that says so of each document. */
  public static final String FORKS = "forks";

  /** Of that table. */
  public static final Schema FORKS_SCHEMA =
      Schema.of(
          new Column("fork", ColumnType.BOOLEAN, "whether it is a file of a fork that goes"),
          new Column("cluster", ColumnType.ID, "then the cluster of its repository"));

  private ForkTables() {}
}
