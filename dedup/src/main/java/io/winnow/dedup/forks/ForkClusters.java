package io.winnow.dedup.forks;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import java.util.List;

/**
 * Finds repositories most of whose files are those of another one that is preferred: the one with
 * the most different files, then with the latest file, then with the smallest id. Files are the
 * same if their texts are; texts are not read. Only files that the rules leave count: one that goes
 * anyway must not be what the same file of a fork goes for.
 *
 * <p>Repositories meet at each of their files, so that a small one meets a large one that holds it,
 * and what they share is counted, not estimated. Of a file that more than {@value
 * RepositoryMeetings#COMMON} repositories have (a licence, a library that many copy), each of them
 * meets the {@value RepositoryMeetings#PREFERRED} preferred ones only, and it counts between those:
 * what is counted is never too much, and of a family of any size it is exact for its {@value
 * RepositoryMeetings#PREFERRED} preferred ones. A repository goes only for one that stays.
 *
 * <p>Rows that are shuffled: one of 40 bytes a file, twice; and for each file those pairs of its
 * repositories that meet, added up before they move.
 *
 * <p>Memory: of a partition about {@value #ROWS_PER_PARTITION} files, 100 bytes each, or the
 * repositories of one file, where those are more; the different pairs of repositories of one
 * partition, 200 bytes each; and in one worker 200 bytes for each pair of repositories that are
 * alike.
 */
public final class ForkClusters extends TableStage {
  public static final Column<DocumentId> REPOSITORY =
      Column.id("repository", "digest of source and repository");
  public static final Column<DocumentId> CLUSTER =
      Column.id("cluster", "the smallest of the cluster's repositories");
  public static final Column<DocumentId> SURVIVOR =
      Column.id("survivor", "the repository that stays");
  public static final Column<Double> SIMILARITY =
      Column.real("similarity", "share of its files that the survivor has");
  public static final Column<Long> FILES =
      Column.number("files", "different files of the repository");
  public static final Column<Long> SHARED =
      Column.number("shared", "those that the survivor has too");

  /** A row for each repository of a cluster, at its first file in every shard that has any. */
  public static final Table CLUSTERS =
      Table.list(
          "clusters_repositories",
          Table.ROW,
          REPOSITORY,
          CLUSTER,
          SURVIVOR,
          SIMILARITY,
          FILES,
          SHARED);

  private static final int ROWS_PER_PARTITION = 500_000;

  private final ForkSettings settings;

  public ForkClusters(ForkSettings settings) {
    super("forks", List.of(DocumentTable.DOCUMENTS, DecisionTables.RULED), CLUSTERS);
    this.settings = settings;
  }

  @Override
  public List<Class<? extends Record>> sections() {
    return List.of(ForkSettings.class);
  }

  @Override
  public String settings(Inputs inputs) {
    return settings.toString();
  }

  @Override
  public Work work(Inputs inputs) {
    Partitions partitions = Partitions.ofDocuments(inputs.shards(), ROWS_PER_PARTITION);
    return Work.shuffle(inputs, CLUSTERS, shards -> FindForks.of(shards, settings, partitions));
  }
}
