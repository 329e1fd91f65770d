package io.winnow.dedup.minhash;

import static io.winnow.corpus.Require.require;

/**
 * Connected components of edges that stream by: the root of a component is its smallest node. Union
 * by the smaller number with path halving, 4 bytes a node and 4 more for the sizes in the end.
 */
final class UnionFind {
  /** More nodes do not go into one worker. */
  static final long MAXIMUM_NODES = 1L << 26;

  private final int[] parents;

  UnionFind(long nodes) {
    require(
        nodes <= MAXIMUM_NODES,
        "near copies are united in one worker, which holds at most %,d documents, but there are"
            + " %,d; run minhash on a part of the corpus",
        MAXIMUM_NODES,
        nodes);
    parents = new int[(int) nodes];
    for (int i = 0; i < parents.length; i++) {
      parents[i] = i;
    }
  }

  void unite(int a, int b) {
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

  /** How many nodes each root has; 0 for nodes that are none. */
  int[] sizes() {
    int[] sizes = new int[parents.length];
    for (int i = 0; i < parents.length; i++) {
      sizes[root(i)]++;
    }
    return sizes;
  }
}
