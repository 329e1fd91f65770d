package io.winnow.pipelines;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.forks.ForkTables;
import io.winnow.dedup.semantic.SemanticTables;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import io.winnow.quality.grade.LostCopies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The map stage {@code large_clusters}: of clusters that are large enough for a guard to look at,
 * how many documents of each source were dropped as their members; and the same of all clusters of
 * repositories. Of the former there are at most as many as documents over the least size.
 */
final class LargeClusterTable implements ShardFunction {
  static final String NAME = "large_clusters";

  static final Schema SCHEMA =
      Schema.of(
          Column.id("id", "of the cluster: its smallest document or repository"),
          Column.text("source", "source in the recipe"),
          Column.text("stage", "exact, minhash, semdedup or forks"),
          Column.text("reason", "what the decisions say of its members"),
          Column.number("dropped", "documents of the source in this shard"));

  private final TreeMap<String, String> stages;
  private final boolean forks;
  private final long leastSize;

  /**
   * @param stages that drop members, by the names of the lists of clusters
   * @param forks whether there is a table of files of forks
   * @param leastSize smaller clusters of documents are left out
   */
  LargeClusterTable(Map<String, String> stages, boolean forks, long leastSize) {
    this.stages = new TreeMap<>(stages);
    this.forks = forks;
    this.leastSize = leastSize;
  }

  private record Place(DocumentId cluster, String source, String stage, String reason)
      implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int order = cluster.compareTo(other.cluster);
      order = order == 0 ? source.compareTo(other.source) : order;
      order = order == 0 ? stage.compareTo(other.stage) : order;
      return order == 0 ? reason.compareTo(other.reason) : order;
    }
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(NAME, SCHEMA));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    Map<String, Map<Long, DocumentId>> members = new HashMap<>();
    for (String list : stages.keySet()) {
      visit(
          folder,
          shard,
          list,
          (row, cluster, size, reason) -> {
            if (size >= leastSize) {
              members.computeIfAbsent(reason, r -> new HashMap<>()).put(row, cluster);
            }
          });
    }
    TreeMap<Place, Long> sums = new TreeMap<>();
    List<Columns> columns = new ArrayList<>();
    columns.add(Columns.of(DecisionTables.DECISIONS.name(), "source", "stage", "reason"));
    if (forks) {
      columns.add(Columns.of(ForkTables.FORKS, "cluster"));
    }
    try (AlignedReader decisions = AlignedReader.open(folder, shard.name(), columns)) {
      long row = 0;
      for (@Nullable Object[] values = decisions.next();
          values != null;
          values = decisions.next()) {
        String stage = (String) values[1];
        String reason = (String) values[2];
        // A rule may bear any name, that of another stage's reason too.
        DocumentId cluster = null;
        if (forks && ForkTables.FORKS.equals(stage)) {
          cluster = (DocumentId) values[3];
        } else if (reason != null && stages.containsValue(stage)) {
          cluster = members.getOrDefault(reason, Map.of()).get(row);
        }
        if (cluster != null && stage != null && reason != null) {
          String source = (String) Objects.requireNonNull(values[0]);
          sums.merge(new Place(cluster, source, stage, reason), 1L, Long::sum);
        }
        row++;
      }
    }
    for (Map.Entry<Place, Long> sum : sums.entrySet()) {
      Place place = sum.getKey();
      to.write(0, place.cluster(), place.source(), place.stage(), place.reason(), sum.getValue());
    }
  }

  /** Hears of the members of clusters. */
  @FunctionalInterface
  interface Members {
    /**
     * @param reason why a member was dropped, if it was dropped as one of this cluster
     */
    void accept(long row, DocumentId cluster, long size, String reason);
  }

  /** Reads a shard of a list of clusters. */
  static void visit(CorpusFolder folder, Shard shard, String list, Members members)
      throws IOException {
    boolean exact = list.equals(DecisionTables.CLUSTERS_EXACT.name());
    LostCopies lost = list.equals(SemanticTables.CLUSTERS) ? LostCopies.SEMANTIC : LostCopies.NEAR;
    List<String> columns = new ArrayList<>(List.of("row", "cluster", "size"));
    if (exact) {
      columns.add("by");
    }
    try (TableReader reader = TableReader.open(folder.table(list, shard.name()), columns)) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        members.accept(
            (Long) Objects.requireNonNull(row[0]),
            (DocumentId) Objects.requireNonNull(row[1]),
            (Long) Objects.requireNonNull(row[2]),
            exact ? "duplicate-" + row[3] : lost.reason());
      }
    }
  }
}
