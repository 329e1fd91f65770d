package io.winnow.dedup.forks;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says of each document whether it is a file of a repository that goes as a fork. */
public final class ForkFiles extends TableStage {
  public static final Column<Boolean> FORK =
      Column.flag("fork", "whether it is a file of a fork that goes");
  public static final Column<DocumentId> CLUSTER =
      Column.id("cluster", "then the cluster of its repository");

  public static final Table FORKS = Table.aligned("forks", FORK, CLUSTER);

  public ForkFiles() {
    super("forks", List.of(DocumentTable.DOCUMENTS, ForkClusters.CLUSTERS), FORKS);
  }

  @Override
  public Work work(Inputs inputs) {
    return Work.perShard(ForkFiles::compute);
  }

  @Override
  public List<Drop> drops() {
    return List.of(Drop.flagged("forks", "fork", FORKS, FORK).withClusters(CLUSTER));
  }

  @Override
  public List<Table> tells() {
    return List.of(FORKS);
  }

  private static void compute(ShardInput from, ShardOutput to) throws IOException {
    Map<DocumentId, DocumentId> forks = forks(from);
    Map<String, Optional<DocumentId>> known = new HashMap<>();
    from.forEach(
        DocumentTable.DOCUMENTS.columns(
            DocumentTable.KIND,
            DocumentTable.SOURCE,
            DocumentTable.REPOSITORY,
            DocumentTable.TEXT_DIGEST),
        row -> {
          if (!FindForks.isFile(row)) {
            to.writeNothing(FORKS);
          } else {
            Optional<DocumentId> cluster =
                known.computeIfAbsent(
                    row.get(DocumentTable.SOURCE) + "\n" + row.get(DocumentTable.REPOSITORY),
                    key -> Optional.ofNullable(forks.get(FindForks.repository(row))));
            to.write(FORKS, cluster.isPresent(), cluster.orElse(null));
          }
        });
  }

  /** Repositories that do not stay, and their clusters. */
  private static Map<DocumentId, DocumentId> forks(ShardInput from) throws IOException {
    Map<DocumentId, DocumentId> forks = new HashMap<>();
    from.forEach(
        ForkClusters.CLUSTERS.columns(
            ForkClusters.REPOSITORY, ForkClusters.SURVIVOR, ForkClusters.CLUSTER),
        row -> {
          DocumentId repository = row.get(ForkClusters.REPOSITORY);
          if (!repository.equals(row.get(ForkClusters.SURVIVOR))) {
            forks.put(repository, row.get(ForkClusters.CLUSTER));
          }
        });
    return forks;
  }
}
