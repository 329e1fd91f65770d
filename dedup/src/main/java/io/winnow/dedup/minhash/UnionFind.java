package io.winnow.dedup.minhash;

import static io.winnow.corpus.Require.require;

import java.util.BitSet;

/**
 * Connected components of edges that stream by: the root of a component is its smallest node. Union
 * by the smaller number with path halving, 4 bytes a node and one bit.
 */
final class UnionFind {
  /** More nodes do not go into one worker. */
  static final long MAXIMUM_NODES = 1L << 26;

  private final int[] parents;
  private final BitSet joined = new BitSet();

  UnionFind(long nodes) {
    require(
        nodes <= MAXIMUM_NODES,
        "one worker unites at most %,d documents, but there are %,d",
        MAXIMUM_NODES,
        nodes);
    parents = new int[(int) nodes];
    for (int i = 0; i < parents.length; i++) {
      parents[i] = i;
    }
  }

  /** Unites the components of two nodes, which may be one and the same. */
  void unite(int a, int b) {
    joined.set(a);
    joined.set(b);
    int rootA = root(a);
    int rootB = root(b);
    if (rootA < rootB) {
      parents[rootB] = rootA;
    } else {
      parents[rootA] = rootB;
    }
  }

  int root(int node) {
    int at = node;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /** Whether a node was in an edge. */
  boolean isJoined(int node) {
    return joined.get(node);
  }
}
