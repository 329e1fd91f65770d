package io.winnow.dedup.forks;

import io.winnow.corpus.DocumentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all repositories that are alike, the preferred first, and lets stay what is like
 * none that stays.
 *
 * <p>Memory: 200 bytes a pair.
 */
final class ForkChoice {
  private final Map<DocumentId, Node> nodes = new HashMap<>();

  /** A repository that is like another one, and those before it that it is like. */
  private static final class Node {
    private final Repository repository;
    private final TreeMap<DocumentId, Long> shared = new TreeMap<>();
    private @Nullable Node survivor; // itself where it stays

    Node(Repository repository) {
      this.repository = repository;
    }

    DocumentId survivor() {
      return Objects.requireNonNull(survivor).repository.id();
    }
  }

  /**
   * What becomes of a repository.
   *
   * @param cluster smallest id of the repositories that go for one, that one included
   * @param survivor itself where it stays
   * @param files its different files
   * @param shared those that the survivor has too
   */
  record Choice(
      DocumentId repository, DocumentId cluster, DocumentId survivor, long files, long shared) {}

  /** Adds two that are alike, each pair once. */
  void add(RepositoryPair pair, long shared) {
    node(pair.of());
    node(pair.fork()).shared.put(pair.of().id(), shared);
  }

  private Node node(Repository repository) {
    return nodes.computeIfAbsent(repository.id(), id -> new Node(repository));
  }

  /** Chooses for each repository that goes, and for those that they go for. */
  void choose(Consumer<Choice> out) {
    List<Node> inOrder = new ArrayList<>(nodes.values());
    inOrder.sort(Comparator.comparing(node -> node.repository));
    for (Node node : inOrder) {
      node.survivor = survivor(node);
    }
    Map<DocumentId, DocumentId> clusters = new HashMap<>(); // smallest id, by survivor
    Map<DocumentId, Integer> sizes = new HashMap<>();
    for (Node node : inOrder) {
      clusters.merge(node.survivor(), node.repository.id(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
      sizes.merge(node.survivor(), 1, Integer::sum);
    }
    for (Node node : inOrder) {
      Repository mine = node.repository;
      DocumentId survivor = node.survivor();
      if (sizes.getOrDefault(survivor, 0) > 1) {
        Long shared = survivor.equals(mine.id()) ? mine.files() : node.shared.get(survivor);
        out.accept(
            new Choice(
                mine.id(),
                Objects.requireNonNull(clusters.get(survivor)),
                survivor,
                mine.files(),
                Objects.requireNonNull(shared)));
      }
    }
  }

  /** Of the survivors that it is like the most like one, then the preferred one; or itself. */
  private Node survivor(Node node) {
    Node best = node;
    long most = -1;
    for (Map.Entry<DocumentId, Long> like : node.shared.entrySet()) {
      Node other = Objects.requireNonNull(nodes.get(like.getKey()));
      boolean better =
          like.getValue() > most
              || (like.getValue() == most && other.repository.compareTo(best.repository) < 0);
      if (other.survivor == other && better) {
        best = other;
        most = like.getValue();
      }
    }
    return best;
  }
}
