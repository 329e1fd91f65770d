package io.winnow.pipelines.inspect;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.table.Table;
import io.winnow.dedup.minhash.FindSurvivors;
import io.winnow.dedup.minhash.MinHashSettings;
import io.winnow.dedup.semantic.FindSemanticCopies;
import io.winnow.dedup.sketch.ExactSimilarity;
import io.winnow.pipelines.recipe.Recipe;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One cluster of copies: its members, and, of near copies, the edges among them.
 *
 * @param cluster its id
 * @param survivor the one that is kept, of an earlier run perhaps
 * @param size how many members it has
 * @param members by id, not all of a very large cluster
 * @param edges of those, the survivor's first
 */
public record ClusterView(
    DocumentId cluster,
    DocumentId survivor,
    long size,
    Map<DocumentId, Member> members,
    List<Edge> edges) {
  /** So many members' texts are held at once. */
  private static final int LARGEST = 1000;

  /**
   * A member.
   *
   * @param uri where it lay
   * @param title null if it has none
   * @param similarity to the survivor
   */
  public record Member(String uri, @Nullable String title, double similarity) {}

  /**
   * An edge: of a member and its survivor, or of two members that met.
   *
   * @param sketched Jaccard similarity by their sketches
   * @param exact Jaccard similarity of the texts' shingles; null if a text lies in another run
   * @param passed whether the sketches are as similar as the recipe asks for
   */
  public record Edge(
      DocumentId a, DocumentId b, double sketched, @Nullable Double exact, boolean passed) {}

  /**
   * A line of the list of clusters.
   *
   * @param title of the survivor; null if it has none, or lies in an earlier run
   * @param uri where the survivor lay; null if it lies in an earlier run
   */
  public record Line(
      DocumentId cluster,
      DocumentId survivor,
      long size,
      @Nullable String title,
      @Nullable String uri) {}

  /** How copies are found; each has a list of clusters. */
  public enum By {
    EXACT(DecisionTables.CLUSTERS_EXACT),
    MINHASH(FindSurvivors.CLUSTERS),
    SEMANTIC(FindSemanticCopies.CLUSTERS);

    private final String table;

    By(Table table) {
      this.table = table.name();
    }
  }

  /**
   * The clusters, the largest first.
   *
   * @param clusters those there are
   * @param lines the first of them
   */
  public record Listing(long clusters, List<Line> lines) {}

  /**
   * Lists clusters. Memory: 60 bytes for each there is.
   *
   * @param most lines to give
   */
  public static Listing list(RunFolder run, By by, int most) throws IOException {
    Map<DocumentId, Line> lines = new HashMap<>();
    if (run.has(by.table)) {
      run.visit(
          by.table,
          List.of("cluster", "survivor", "size"),
          null,
          row -> {
            DocumentId cluster = (DocumentId) Objects.requireNonNull(row[0]);
            DocumentId survivor = (DocumentId) Objects.requireNonNull(row[1]);
            long size = (Long) Objects.requireNonNull(row[2]);
            lines.put(cluster, new Line(cluster, survivor, size, null, null));
            return true;
          });
    }
    List<Line> first =
        lines.values().stream()
            .sorted(Comparator.comparingLong(Line::size).reversed().thenComparing(Line::cluster))
            .limit(most)
            .toList();
    Map<DocumentId, @Nullable Object[]> survivors = new HashMap<>();
    run.visitDocuments(
        first.stream().map(Line::survivor).collect(Collectors.toSet()),
        List.of("title", "uri"),
        survivors::put);
    return new Listing(
        lines.size(),
        first.stream()
            .map(
                line -> {
                  @Nullable Object[] about =
                      survivors.getOrDefault(line.survivor, new @Nullable Object[2]);
                  return new Line(
                      line.cluster, line.survivor, line.size, (String) about[0], (String) about[1]);
                })
            .toList());
  }

  /**
   * The cluster of this id, or that this document is in.
   *
   * @param by how its copies were found
   * @param other a second member, if one is asked for
   * @param shingle words per shingle for the exact similarities
   * @throws NoSuchRun if there is none, or the other one is not in it
   */
  public static ClusterView of(
      RunFolder run, By by, DocumentId id, @Nullable DocumentId other, int shingle)
      throws IOException {
    DocumentId cluster = clusterOf(run, by, id);
    Map<DocumentId, Double> similarities = new TreeMap<>();
    List<DocumentId> survivors = new ArrayList<>();
    run.visit(
        by.table,
        List.of("id", "survivor", "similarity"),
        Condition.parse("cluster = \"" + cluster + "\""),
        row -> {
          DocumentId member = (DocumentId) Objects.requireNonNull(row[0]);
          similarities.put(member, (Double) Objects.requireNonNull(row[2]));
          survivors.add((DocumentId) Objects.requireNonNull(row[1]));
          return true;
        });
    DocumentId survivor = survivors.get(0);
    if (other != null && !other.equals(survivor) && !similarities.containsKey(other)) {
      throw new NoSuchRun(other + " is not in the cluster " + cluster + " of " + id);
    }
    Map<DocumentId, String> texts = new HashMap<>();
    Map<DocumentId, Member> members = new TreeMap<>();
    Set<DocumentId> read = new HashSet<>(List.of(id, survivor));
    if (other != null) {
      read.add(other);
    }
    similarities.keySet().stream().limit(LARGEST).forEach(read::add);
    read.retainAll(similarities.keySet());
    run.visitDocuments(
        read,
        by == By.MINHASH ? List.of("uri", "title", "text") : List.of("uri", "title"),
        (member, row) -> {
          if (by == By.MINHASH) {
            texts.put(member, String.valueOf(row[2]));
          }
          members.put(
              member,
              new Member(String.valueOf(row[0]), (String) row[1], similarities.get(member)));
        });
    List<Edge> edges = by == By.MINHASH ? edges(run, survivor, members, texts, shingle) : List.of();
    return new ClusterView(cluster, survivor, similarities.size(), members, edges);
  }

  private static List<Edge> edges(
      RunFolder run,
      DocumentId survivor,
      Map<DocumentId, Member> members,
      Map<DocumentId, String> texts,
      int shingle)
      throws IOException {
    List<Edge> edges = new ArrayList<>();
    members.forEach(
        (member, about) -> {
          if (!member.equals(survivor)) {
            Double exact = exact(texts, member, survivor, shingle);
            edges.add(new Edge(member, survivor, about.similarity(), exact, true));
          }
        });
    run.visit(
        "edges_minhash",
        List.of("a", "b", "similarity", "passed"),
        null,
        row -> {
          DocumentId a = (DocumentId) Objects.requireNonNull(row[0]);
          DocumentId b = (DocumentId) Objects.requireNonNull(row[1]);
          boolean inside = members.containsKey(a) && members.containsKey(b);
          if (inside && !a.equals(survivor) && !b.equals(survivor)) {
            Double exact = exact(texts, a, b, shingle);
            double sketched = (Double) Objects.requireNonNull(row[2]);
            edges.add(new Edge(a, b, sketched, exact, Boolean.TRUE.equals(row[3])));
          }
          return true;
        });
    return edges;
  }

  private static @Nullable Double exact(
      Map<DocumentId, String> texts, DocumentId a, DocumentId b, int shingle) {
    String first = texts.get(a);
    String second = texts.get(b);
    return first == null || second == null ? null : ExactSimilarity.of(first, second, shingle);
  }

  /** Words per shingle of the run's recipe. */
  public static int shingle(RunFolder run) {
    return Recipe.parse(run.manifest().recipe()).section(MinHashSettings.class).shingle();
  }

  private static DocumentId clusterOf(RunFolder run, By by, DocumentId id) throws IOException {
    DocumentId[] found = new DocumentId[1];
    if (run.has(by.table)) {
      run.visit(
          by.table,
          List.of("cluster"),
          Condition.parse("id = \"" + id + "\" or cluster = \"" + id + "\""),
          row -> {
            found[0] = (DocumentId) row[0];
            return false;
          });
    }
    if (found[0] == null) {
      throw new NoSuchRun("no cluster in " + by.table + " has the id or the member " + id);
    }
    return found[0];
  }

  /** The fewest edges that passed from one member to another; empty if they are the same. */
  public List<Edge> path(DocumentId from, DocumentId to) {
    Map<DocumentId, List<Edge>> neighbours = new HashMap<>();
    for (Edge edge : edges.stream().filter(Edge::passed).toList()) {
      neighbours.computeIfAbsent(edge.a, k -> new ArrayList<>()).add(edge);
      neighbours.computeIfAbsent(edge.b, k -> new ArrayList<>()).add(edge);
    }
    Map<DocumentId, Edge> reached = new LinkedHashMap<>();
    Deque<DocumentId> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty() && !reached.containsKey(to)) {
      DocumentId at = open.removeFirst();
      for (Edge edge : neighbours.getOrDefault(at, List.of())) {
        DocumentId next = edge.a.equals(at) ? edge.b : edge.a;
        if (!next.equals(from) && reached.putIfAbsent(next, edge) == null) {
          open.addLast(next);
        }
      }
    }
    List<Edge> path = new ArrayList<>();
    DocumentId at = to;
    while (!at.equals(from) && reached.containsKey(at)) {
      Edge edge = reached.get(at);
      path.add(0, edge);
      at = edge.a.equals(at) ? edge.b : edge.a;
    }
    return path;
  }
}
