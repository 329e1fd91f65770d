package io.winnow.pipelines.inspect;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Condition;
import io.winnow.dedup.minhash.ExactSimilarity;
import io.winnow.pipelines.recipe.Recipe;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One cluster of near copies: its members, and the edges that hold it together.
 *
 * @param cluster its id
 * @param survivor the one that is kept; null if none is
 * @param members by id
 * @param edges with what their signatures estimate and what their texts say
 */
public record ClusterView(
    DocumentId cluster,
    @Nullable DocumentId survivor,
    Map<DocumentId, Member> members,
    List<Edge> edges) {

  /**
   * A member.
   *
   * @param uri where it lay
   * @param similarity to the survivor, by signatures; null if there is none
   */
  public record Member(String uri, @Nullable Double similarity) {}

  /**
   * An edge.
   *
   * @param estimated Jaccard similarity by signatures
   * @param exact Jaccard similarity of the texts' shingles
   * @param bands in which they met
   */
  public record Edge(DocumentId a, DocumentId b, double estimated, double exact, long bands) {}

  /** A line of the list of clusters. */
  public record Line(DocumentId cluster, @Nullable DocumentId survivor, long size) {}

  /** All clusters of near copies, the largest first. */
  public static List<Line> list(RunFolder run) throws IOException {
    Map<DocumentId, Line> lines = new HashMap<>();
    if (run.has("clusters_minhash")) {
      run.visit(
          "clusters_minhash",
          List.of("cluster", "survivor", "size"),
          null,
          row -> {
            DocumentId cluster = (DocumentId) row[0];
            if (cluster != null && row[2] != null) {
              lines.put(cluster, new Line(cluster, (DocumentId) row[1], (Long) row[2]));
            }
            return true;
          });
    }
    return lines.values().stream()
        .sorted(Comparator.comparingLong(Line::size).reversed().thenComparing(Line::cluster))
        .toList();
  }

  /**
   * The cluster of this id, or that this document is in.
   *
   * @param shingle words per shingle for the exact similarities
   * @throws NoSuchRun if there is none
   */
  public static ClusterView of(RunFolder run, DocumentId id, int shingle) throws IOException {
    DocumentId cluster = clusterOf(run, id);
    Map<DocumentId, @Nullable Double> similarities = new TreeMap<>();
    DocumentId[] survivor = new DocumentId[1];
    run.visit(
        "clusters_minhash",
        List.of("id", "survivor", "similarity"),
        Condition.parse("cluster = \"" + cluster + "\""),
        row -> {
          similarities.put((DocumentId) row[0], (Double) row[2]);
          survivor[0] = (DocumentId) row[1];
          return true;
        });
    Map<DocumentId, String> texts = new HashMap<>();
    Map<DocumentId, Member> members = new TreeMap<>();
    run.visit(
        "documents",
        List.of("id", "uri", "text"),
        null,
        row -> {
          DocumentId member = (DocumentId) row[0];
          if (similarities.containsKey(member)) {
            texts.put(member, String.valueOf(row[2]));
            members.put(member, new Member(String.valueOf(row[1]), similarities.get(member)));
          }
          return texts.size() < similarities.size();
        });
    List<Edge> edges = new ArrayList<>();
    run.visit(
        "edges_minhash",
        List.of("a", "b", "similarity", "bands"),
        Condition.parse("cluster = \"" + cluster + "\""),
        row -> {
          DocumentId a = (DocumentId) row[0];
          DocumentId b = (DocumentId) row[1];
          double exact =
              ExactSimilarity.of(texts.getOrDefault(a, ""), texts.getOrDefault(b, ""), shingle);
          return edges.add(new Edge(a, b, (Double) row[2], exact, (Long) row[3]));
        });
    return new ClusterView(cluster, survivor[0], members, edges);
  }

  /** Words per shingle of the run's recipe. */
  public static int shingle(RunFolder run) {
    return Recipe.parse(run.manifest().recipe()).minhash().shingle();
  }

  private static DocumentId clusterOf(RunFolder run, DocumentId id) throws IOException {
    DocumentId[] found = new DocumentId[1];
    if (run.has("clusters_minhash")) {
      run.visit(
          "clusters_minhash",
          List.of("cluster"),
          Condition.parse("id = \"" + id + "\" or cluster = \"" + id + "\""),
          row -> {
            found[0] = (DocumentId) row[0];
            return false;
          });
    }
    if (found[0] == null) {
      throw new NoSuchRun("no cluster of near copies has the id or the member " + id);
    }
    return found[0];
  }

  /** The edges that lead from one member to another, fewest first; empty if they are the same. */
  public List<Edge> path(DocumentId from, DocumentId to) {
    Map<DocumentId, List<Edge>> neighbours = new HashMap<>();
    for (Edge edge : edges) {
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
