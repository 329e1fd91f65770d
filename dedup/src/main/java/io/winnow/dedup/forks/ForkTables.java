package io.winnow.dedup.forks;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;

/** Names and columns of what is known of forks. */
public final class ForkTables {
  /** The list of repositories that are alike. */
  public static final String CLUSTERS = "clusters_repositories";

  /** Of the list: a row for each repository of a cluster, in every shard that has files of it. */
  public static final Schema CLUSTERS_SCHEMA =
      Schema.of(
          Column.number("row", "its first file in the shard"),
          Column.id("repository", "digest of source and repository"),
          Column.id("cluster", "the smallest of the cluster's repositories"),
          Column.id("survivor", "the repository that stays"),
          Column.real("similarity", "share of its files that the survivor has"),
          Column.number("files", "different files of the repository"),
          Column.number("shared", "those that the survivor has too"));

  /** The aligned table that says so of each document. */
  public static final String FORKS = "forks";

  /** Of that table. */
  public static final Schema FORKS_SCHEMA =
      Schema.of(
          Column.flag("fork", "whether it is a file of a fork that goes"),
          Column.id("cluster", "then the cluster of its repository"));

  private ForkTables() {}
}
