package io.winnow.dedup.minhash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.dedup.pairs.LongPairs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComponentsTest {
  @Test
  void componentsAreThoseOfASearchFromEachNode() {
    long seed = 5;
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      int nodes = 1 + random.nextInt(300);
      List<int[]> edges = new ArrayList<>();
      for (int j = random.nextInt(2 * nodes); j > 0; j--) {
        edges.add(new int[] {random.nextInt(nodes), random.nextInt(nodes)});
      }
      assertComponents(nodes, edges, "seed " + seed + ", round " + i);
    }
  }

  @Test
  void chainsStarsAndReversedChainsAreOneComponent() {
    int nodes = 100_000;
    List<int[]> chain = new ArrayList<>();
    List<int[]> star = new ArrayList<>();
    for (int i = 1; i < nodes; i++) {
      chain.add(new int[] {i - 1, i});
      star.add(new int[] {nodes - 1, i - 1});
    }
    assertComponents(nodes, chain, "chain");
    assertComponents(nodes, star, "star");
    Collections.reverse(chain);
    assertComponents(nodes, chain, "chain backwards");
    Collections.shuffle(chain, new Random(1));
    assertComponents(nodes, chain, "chain in any order");
  }

  @Test
  void moreDocumentsThanOneWorkerHoldsAreRefused() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> new UnionFind(UnionFind.MAXIMUM_NODES + 1));
    assertTrue(error.getMessage().contains("67,108,864"), error.getMessage());
  }

  @Test
  void pairsAreSortedAsUnsignedNumbers() {
    long seed = 6;
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      LongPairs pairs = new LongPairs();
      List<long[]> expected = new ArrayList<>();
      for (int j = random.nextInt(5000); j > 0; j--) {
        long first = random.nextInt(3) == 0 ? random.nextInt(5) : random.nextLong();
        long second = random.nextInt(2) == 0 ? random.nextInt(5) : random.nextLong();
        pairs.add(first, second);
        expected.add(new long[] {first, second});
      }
      expected.sort(
          (a, b) ->
              a[0] != b[0] ? Long.compareUnsigned(a[0], b[0]) : Long.compareUnsigned(a[1], b[1]));
      pairs.sort();
      for (int j = 0; j < expected.size(); j++) {
        assertEquals(expected.get(j)[0], pairs.first(j), "seed " + seed);
        assertEquals(expected.get(j)[1], pairs.second(j), "seed " + seed);
      }
    }
  }

  private static void assertComponents(int nodes, List<int[]> edges, String what) {
    UnionFind components = new UnionFind(nodes);
    List<List<Integer>> neighbours = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      neighbours.add(new ArrayList<>());
    }
    for (int[] edge : edges) {
      components.unite(edge[0], edge[1]);
      neighbours.get(edge[0]).add(edge[1]);
      neighbours.get(edge[1]).add(edge[0]);
    }
    int[] expected = new int[nodes];
    Arrays.fill(expected, -1);
    for (int i = 0; i < nodes; i++) {
      Deque<Integer> open = new ArrayDeque<>(expected[i] < 0 ? List.of(i) : List.of());
      while (!open.isEmpty()) {
        int node = open.removeFirst();
        if (expected[node] < 0) {
          expected[node] = i;
          open.addAll(neighbours.get(node));
        }
      }
    }
    for (int i = 0; i < nodes; i++) {
      assertEquals(expected[i], components.root(i), what);
      assertEquals(!neighbours.get(i).isEmpty(), components.isJoined(i), what);
    }
  }
}
