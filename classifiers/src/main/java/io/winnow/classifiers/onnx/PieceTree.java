package io.winnow.classifiers.onnx;

import java.util.Arrays;

/**
 * Pieces of words by their letters: a tree whose edges lie in one hash table, 16 bytes an edge at
 * most half of the slots full. Reading allocates nothing.
 */
final class PieceTree {
  private static final int NONE = -1;

  /** Edges: (node, letter) and the node below; an empty slot has no node below. */
  private long[] edges = new long[1 << 10];

  private int[] below = new int[1 << 10];

  /** Of each node, the piece that ends there. */
  private int[] pieces = new int[1 << 10];

  private int nodes = 1;

  PieceTree() {
    Arrays.fill(pieces, NONE);
  }

  void add(String piece, int id) {
    int node = 0;
    for (int i = 0; i < piece.length(); i++) {
      long edge = edge(node, piece.charAt(i));
      int slot = slot(edge);
      if (below[slot] == 0) {
        edges[slot] = edge;
        below[slot] = nodes;
        node = nodes++;
        grow();
      } else {
        node = below[slot];
      }
    }
    pieces[node] = id;
  }

  /**
   * The longest piece that a word has at a place.
   *
   * @return its id, and above that, shifted by 32 bits, its end in the word; negative where there
   *     is none
   */
  long longest(char[] word, int from, int to) {
    long found = NONE;
    int node = 0;
    for (int i = from; i < to; i++) {
      node = below[slot(edge(node, word[i]))];
      if (node == 0) {
        break;
      }
      if (pieces[node] != NONE) {
        found = (long) (i + 1) << 32 | pieces[node];
      }
    }
    return found;
  }

  private static long edge(int node, char letter) {
    return (long) node << 16 | letter;
  }

  /** Where an edge lies, or would lie. */
  private int slot(long edge) {
    int mask = edges.length - 1;
    int slot = (int) (edge * 0x9E3779B97F4A7C15L >>> 40) & mask;
    while (below[slot] != 0 && edges[slot] != edge) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    if (nodes == pieces.length) {
      pieces = Arrays.copyOf(pieces, 2 * nodes);
      Arrays.fill(pieces, nodes, 2 * nodes, NONE);
    }
    if (2 * nodes > edges.length) {
      long[] oldEdges = edges;
      int[] oldBelow = below;
      edges = new long[2 * oldEdges.length];
      below = new int[edges.length];
      for (int i = 0; i < oldEdges.length; i++) {
        if (oldBelow[i] != 0) {
          int slot = slot(oldEdges[i]);
          edges[slot] = oldEdges[i];
          below[slot] = oldBelow[i];
        }
      }
    }
  }
}
