package io.winnow.pipelines;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Repositories;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.forks.ForkTables;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The map stage {@code forks}: which documents are files of repositories that go as forks. */
final class ForkTable implements ShardFunction {
  @Override
  public List<Output> outputs() {
    return List.of(new Output(ForkTables.FORKS, ForkTables.FORKS_SCHEMA));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    Map<DocumentId, DocumentId> forks = forks(folder, shard);
    Map<String, Optional<DocumentId>> known = new HashMap<>();
    try (AlignedReader reader =
        AlignedReader.open(
            folder,
            shard.name(),
            Columns.of(
                DocumentTable.DOCUMENTS.name(), "kind", "source", "repository", "text_digest"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        String repository = (String) row[2];
        if (repository == null || !"code".equals(row[0])) {
          to.write(0, null, null);
        } else {
          String source = (String) Objects.requireNonNull(row[1]);
          DocumentId digest = (DocumentId) Objects.requireNonNull(row[3]);
          Optional<DocumentId> cluster =
              known.computeIfAbsent(
                  source + "\n" + repository,
                  key ->
                      Optional.ofNullable(forks.get(Repositories.id(source, repository, digest))));
          to.write(0, cluster.isPresent(), cluster.orElse(null));
        }
      }
    }
  }

  /** Repositories that do not stay, and their clusters. */
  private static Map<DocumentId, DocumentId> forks(CorpusFolder folder, Shard shard)
      throws IOException {
    Map<DocumentId, DocumentId> forks = new HashMap<>();
    try (TableReader reader =
        TableReader.open(
            folder.table(ForkTables.CLUSTERS, shard.name()),
            List.of("repository", "survivor", "cluster"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        DocumentId repository = (DocumentId) Objects.requireNonNull(row[0]);
        if (!repository.equals(row[1])) {
          forks.put(repository, (DocumentId) Objects.requireNonNull(row[2]));
        }
      }
    }
    return forks;
  }
}
