package io.winnow.quality.grade;

import io.winnow.corpus.documents.ClusterLists;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The documents that go for a preferred one that is like them: what the searches leave. */
public enum LostCopies {
  /** Nearly the same words. */
  NEAR("clusters_minhash", "minhash", "near-duplicate"),
  /** The same meaning. */
  SEMANTIC("clusters_semantic", "semdedup", "semantic-duplicate");

  private final String table;
  private final String stage;
  private final String reason;

  LostCopies(String table, String stage, String reason) {
    this.table = table;
    this.stage = stage;
    this.reason = reason;
  }

  /** Name of the list of clusters. */
  public String table() {
    return table;
  }

  /** What {@code decisions} calls the stage that drops them. */
  public String stage() {
    return stage;
  }

  /** The reason it gives. */
  public String reason() {
    return reason;
  }

  /** Their rows in a shard. */
  public Set<Long> rows(CorpusFolder folder, Shard shard) throws IOException {
    return ClusterLists.losers(folder, table, shard);
  }

  /** The rows in a shard of those that any of some searches leaves. */
  static Set<Long> rows(Collection<LostCopies> searches, CorpusFolder folder, Shard shard)
      throws IOException {
    Set<Long> rows = new HashSet<>();
    for (LostCopies search : searches) {
      rows.addAll(search.rows(folder, shard));
    }
    return rows;
  }
}
