package io.winnow.dedup.minhash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.RowId;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rounds of jobs say what one worker says. */
@Tag("slow")
@ExtendWith(SharedFlink.class)
class StarRoundsTest {
  private static final int SHARDS = 4;
  private static final int ROWS = 600;
  private static final int NODES = SHARDS * ROWS;

  @TempDir Path temporary;

  @Test
  void randomGraphsHaveTheComponentsThatOneWorkerFinds() throws IOException {
    long seed = Long.getLong("winnow.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int graph = 0; graph < 4; graph++) {
      TreeSet<List<Integer>> edges = edges();
      for (int i = random.nextInt(2 * NODES); i > 0; i--) {
        add(random.nextInt(NODES), random.nextInt(NODES), edges);
      }
      assertSame(edges, Runners.direct(2), "-Dwinnow.seed=" + seed + ", graph " + graph);
    }
  }

  @Test
  void chainsStarsAndTreesHaveToo(Runner flink) throws IOException {
    Random random = new Random(45);
    int[] order = random.ints(NODES).toArray();
    List<Integer> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      nodes.add(i);
    }
    nodes.sort(Comparator.comparing(i -> order[i]));
    TreeSet<List<Integer>> chain = edges();
    TreeSet<List<Integer>> sorted = edges();
    TreeSet<List<Integer>> star = edges();
    TreeSet<List<Integer>> tree = edges();
    for (int i = 1; i < NODES; i++) {
      if (i != NODES / 3) {
        add(nodes.get(i - 1), nodes.get(i), chain);
        add(i - 1, i, sorted);
      }
      add(NODES - 1, i - 1, star);
      add(nodes.get(i), nodes.get(i / 2), tree);
    }
    int jobs = assertSame(chain, flink, "chain in any order");
    assertTrue(jobs <= 6, "a chain of 2,400 takes " + jobs + " jobs");
    assertSame(sorted, Runners.direct(2), "chain in order");
    assertSame(star, flink, "star");
    assertSame(tree, Runners.direct(2), "tree");
    assertSame(edges(), Runners.direct(2), "nothing");
  }

  private static TreeSet<List<Integer>> edges() {
    return new TreeSet<>(
        Comparator.comparing((List<Integer> edge) -> edge.get(0))
            .thenComparing(edge -> edge.get(1)));
  }

  private static void add(int a, int b, TreeSet<List<Integer>> edges) {
    if (a != b) {
      edges.add(List.of(Math.min(a, b), Math.max(a, b)));
    }
  }

  /** Gives how many jobs it took. */
  private int assertSame(TreeSet<List<Integer>> edges, Runner runner, String message)
      throws IOException {
    CorpusFolder folder = new CorpusFolder(temporary.resolve(message.replace(' ', '-')).toString());
    List<Shard> shards = new ArrayList<>();
    List<List<@Nullable Object[]>> pairs = new ArrayList<>();
    for (int i = 0; i < SHARDS; i++) {
      shards.add(new Shard(i, "s" + i, ROWS, 1));
      pairs.add(new ArrayList<>());
    }
    for (List<Integer> edge : edges) {
      int a = edge.get(0);
      pairs.get(a / ROWS).add(new @Nullable Object[] {(long) a % ROWS, row(edge.get(1)), 1L});
    }
    // A row whose only other is of an earlier run.
    pairs.get(2).add(new @Nullable Object[] {17L, RowId.of(SHARDS + 1, 3), 1L});
    for (int i = 0; i < SHARDS; i++) {
      StageRun.write(folder, "s" + i, FindPairs.PAIRS, pairs.get(i));
    }
    StageRun run = new StageRun(folder, shards, runner);
    run.run(new FindComponents());
    List<String> expected = components(folder, shards);
    ComponentRounds rounds = new ComponentRounds();
    int jobs = 0;
    for (Optional<Stage> next = rounds.next(run); next.isPresent(); next = rounds.next(run)) {
      run.run(next.get());
      jobs++;
    }
    assertEquals(expected, components(folder, shards), message);
    return jobs - 1; // but for the one that writes labels
  }

  private static long row(int node) {
    return RowId.of(node / ROWS, node % ROWS);
  }

  private static List<String> components(CorpusFolder folder, List<Shard> shards)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (Shard shard : shards) {
      try (TableReader reader =
          TableReader.open(
              folder,
              shard.name(),
              FindComponents.COMPONENTS.columns(Table.ROW, FindComponents.COMPONENT))) {
        for (Row row = reader.row(); row != null; row = reader.row()) {
          lines.add(
              shard.number() + "/" + row.get(Table.ROW) + " " + row.get(FindComponents.COMPONENT));
        }
      }
    }
    return lines;
  }
}
