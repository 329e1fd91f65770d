package io.winnow.pipelines.books;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.ClusterLists;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Of clusters that are large enough for a guard to look at, how many documents of each source were
 * dropped as their members; and the same of all clusters whose members are flagged, such as those
 * of repositories. Of the former there are at most as many as documents over the least size.
 */
public final class LargeClusters implements Stage {
  public static final Column<DocumentId> ID =
      Column.id("id", "of the cluster: its smallest document or repository");
  public static final Column<Long> DROPPED =
      Column.number("dropped", "documents of the source in this shard");

  public static final Table LARGE_CLUSTERS =
      Table.list(
          "large_clusters",
          ID,
          DocumentTable.SOURCE,
          DecisionTables.STAGE,
          DecisionTables.REASON,
          DROPPED);

  private final ArrayList<Drop> drops;
  private final Least least;

  /** Tells how large a cluster must be for a guard to look at it. */
  @FunctionalInterface
  public interface Least {
    /** The size; 0 where no guard looks. */
    long of(Inputs inputs) throws IOException;
  }

  /**
   * @param drops of the stages that run
   * @param least size of clusters that are looked at
   */
  public LargeClusters(List<Drop> drops, Least least) {
    this.drops = new ArrayList<>(drops.stream().filter(LargeClusters::hasClusters).toList());
    this.least = least;
  }

  private static boolean hasClusters(Drop drop) {
    return switch (drop.how()) {
      case GROUPS, LOSERS -> true;
      case FLAGGED -> drop.cluster() != null;
      case DECIDED -> false;
    };
  }

  @Override
  public String name() {
    return LARGE_CLUSTERS.name();
  }

  @Override
  public List<Table> reads() {
    List<Table> tables = new ArrayList<>(List.of(DecisionTables.DECISIONS));
    for (Drop drop : drops) {
      if (drop.table() != null && !tables.contains(drop.table())) {
        tables.add(drop.table());
      }
    }
    return tables;
  }

  @Override
  public List<Table> writes() {
    return List.of(LARGE_CLUSTERS);
  }

  @Override
  public boolean isNeeded(Inputs inputs) throws IOException {
    return least.of(inputs) > 0;
  }

  @Override
  public String settings(Inputs inputs) throws IOException {
    return drops + " " + least.of(inputs);
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    ArrayList<Drop> all = drops;
    long size = least.of(inputs);
    return Work.perShard((from, to) -> addUp(all, size, from, to));
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

  private static void addUp(List<Drop> drops, long leastSize, ShardInput from, ShardOutput to)
      throws IOException {
    // A rule may bear any name, that of another stage's reason too: so by stage and reason.
    Map<String, Map<Long, DocumentId>> members = new HashMap<>();
    List<Columns> columns = new ArrayList<>();
    columns.add(
        DecisionTables.DECISIONS.columns(
            DocumentTable.SOURCE, DecisionTables.STAGE, DecisionTables.REASON));
    Map<String, Column<DocumentId>> flagged = new HashMap<>();
    for (Drop drop : drops) {
      if (drop.how() == Drop.How.FLAGGED) {
        flagged.put(of(drop.stage(), drop.reason()), clusterOf(drop));
        columns.add(tableOf(drop).columns(clusterOf(drop)));
      } else {
        members.put(of(drop.stage(), drop.reason()), members(from, drop, leastSize));
      }
    }
    TreeMap<Place, Long> sums = new TreeMap<>();
    from.forEach(
        columns,
        (number, row) -> {
          String stage = row.getOrNull(DecisionTables.STAGE);
          String reason = row.getOrNull(DecisionTables.REASON);
          if (stage != null && reason != null) {
            Column<DocumentId> column = flagged.get(of(stage, reason));
            DocumentId cluster =
                column == null
                    ? members.getOrDefault(of(stage, reason), Map.of()).get(number)
                    : row.getOrNull(column);
            if (cluster != null) {
              sums.merge(
                  new Place(cluster, row.get(DocumentTable.SOURCE), stage, reason), 1L, Long::sum);
            }
          }
        });
    for (Map.Entry<Place, Long> sum : sums.entrySet()) {
      Place place = sum.getKey();
      to.write(
          LARGE_CLUSTERS,
          place.cluster(),
          place.source(),
          place.stage(),
          place.reason(),
          sum.getValue());
    }
  }

  private static String of(String stage, String reason) {
    return stage + "/" + reason;
  }

  private static Table tableOf(Drop drop) {
    Table table = drop.table();
    if (table == null) {
      throw new IllegalArgumentException(drop.reason() + " has no table");
    }
    return table;
  }

  private static Column<DocumentId> clusterOf(Drop drop) {
    Column<DocumentId> cluster = drop.cluster();
    if (cluster == null) {
      throw new IllegalArgumentException(drop.reason() + " has no clusters");
    }
    return cluster;
  }

  /** Rows of a shard that are members of clusters of a size, with their clusters. */
  static Map<Long, DocumentId> members(ShardInput from, Drop drop, long leastSize)
      throws IOException {
    Map<Long, DocumentId> members = new HashMap<>();
    if (drop.how() == Drop.How.FLAGGED) {
      from.forEach(
          List.of(tableOf(drop).columns(clusterOf(drop))),
          (number, row) -> {
            DocumentId cluster = row.getOrNull(clusterOf(drop));
            if (cluster != null) {
              members.put(number, cluster);
            }
          });
      return members;
    }
    boolean groups = drop.how() == Drop.How.GROUPS;
    List<Column<?>> columns =
        new ArrayList<>(List.of(Table.ROW, ClusterLists.CLUSTER, ClusterLists.SIZE));
    if (groups) {
      columns.add(DecisionTables.BY);
    }
    from.forEach(
        new Columns(tableOf(drop), columns),
        row -> {
          boolean own = !groups || drop.reason().equals("duplicate-" + row.get(DecisionTables.BY));
          if (own && row.get(ClusterLists.SIZE) >= leastSize) {
            members.put(row.get(Table.ROW), row.get(ClusterLists.CLUSTER));
          }
        });
    return members;
  }
}
