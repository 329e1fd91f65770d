package io.winnow.report.sections.likeness;

import static io.winnow.corpus.documents.ClusterLists.CLUSTER;
import static io.winnow.corpus.documents.ClusterLists.SIZE;
import static io.winnow.corpus.documents.ClusterLists.SURVIVOR;
import static io.winnow.corpus.documents.DecisionTables.BY;
import static io.winnow.corpus.documents.DocumentTable.ID;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.report.run.Described;
import io.winnow.report.run.Drops;
import io.winnow.report.sections.likeness.ClustersSection.Cluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The largest clusters of each method, and some of their members: no more than these are held,
 * however many there are.
 */
final class LargestClusters {
  private static final Schema MEMBER = Schema.of(ID, CLUSTER, SIZE, SURVIVOR);

  /** Clusters of a method. */
  private static final int CLUSTERS = 10;

  private static final int MEMBERS = 8;

  private final Map<String, List<Found>> byMethod = new HashMap<>();
  private Map<DocumentId, Described> described = Map.of();

  private LargestClusters() {}

  /** A row of a list of clusters. */
  private record Member(
      String method, DocumentId id, DocumentId cluster, long size, @Nullable DocumentId survivor) {
    static Member of(Row row, String method) {
      return new Member(
          row.schema().has(BY.name()) ? row.get(BY) : method,
          row.get(ID),
          row.get(CLUSTER),
          row.get(SIZE),
          row.getOrNull(SURVIVOR));
    }
  }

  private record Key(String method, DocumentId cluster) {}

  /** A cluster, and the first of its members. */
  private record Found(Member first, List<DocumentId> members) {
    /** The largest first; equal ones by their ids, of which each is there once. */
    static final Comparator<Found> ORDER =
        Comparator.comparingLong(Found::size).reversed().thenComparing(Found::cluster);

    DocumentId cluster() {
      return first.cluster();
    }

    long size() {
      return first.size();
    }
  }

  /** Reads the lists of all that drops members of clusters. */
  static LargestClusters read(RunTables tables, Drops drops) throws IOException {
    LargestClusters largest = new LargestClusters();
    Map<String, String> lists = new TreeMap<>();
    for (Drop drop : drops.order()) {
      Table list = drop.table();
      if (list != null && tables.has(list)) {
        Drops.method(drop).ifPresent(method -> lists.put(list.name(), method));
      }
    }
    for (Map.Entry<String, String> list : lists.entrySet()) {
      largest.add(tables, list.getKey(), list.getValue());
    }
    largest.describe(tables);
    return largest;
  }

  private void add(RunTables tables, String table, String method) throws IOException {
    boolean says = tables.readableColumns(table).contains(BY.name());
    Schema columns = says ? MEMBER.and(BY) : MEMBER;
    Table list = new Table(table, columns, Table.Shape.LIST);
    // First which clusters these are, then who is in them: lists may hold any number of clusters.
    Map<String, TreeSet<Found>> largest = new TreeMap<>();
    tables.visit(
        list,
        columns.columns(),
        row -> {
          Member member = Member.of(row, method);
          TreeSet<Found> some =
              largest.computeIfAbsent(member.method(), name -> new TreeSet<>(Found.ORDER));
          some.add(new Found(member, new ArrayList<>()));
          if (some.size() > CLUSTERS) {
            some.pollLast();
          }
        });
    Map<Key, Found> found = new HashMap<>();
    largest.forEach(
        (name, some) -> {
          byMethod.put(name, List.copyOf(some));
          some.forEach(cluster -> found.put(new Key(name, cluster.cluster()), cluster));
        });
    tables.visit(
        list,
        columns.columns(),
        row -> {
          Member member = Member.of(row, method);
          Found cluster = found.get(new Key(member.method(), member.cluster()));
          if (cluster != null && cluster.members().size() < MEMBERS) {
            cluster.members().add(member.id());
          }
        });
  }

  private void describe(RunTables tables) throws IOException {
    Set<DocumentId> wanted = new HashSet<>();
    for (List<Found> clusters : byMethod.values()) {
      for (Found cluster : clusters) {
        wanted.addAll(cluster.members());
        if (cluster.first().survivor() != null) {
          wanted.add(cluster.first().survivor());
        }
      }
    }
    described = Described.names(tables, wanted);
  }

  /** Those of one method, the largest first. */
  List<Cluster> of(String method) {
    return byMethod.getOrDefault(method, List.of()).stream().map(this::cluster).toList();
  }

  private Cluster cluster(Found cluster) {
    DocumentId id = cluster.first().survivor();
    Described survivor = id == null ? null : described.get(id);
    return new Cluster(
        cluster.cluster().toString(),
        cluster.size(),
        survivor == null ? null : survivor.title(),
        survivor == null ? null : survivor.uri(),
        cluster.members().stream()
            .map(described::get)
            .filter(Objects::nonNull)
            .map(Described::uri)
            .toList());
  }
}
