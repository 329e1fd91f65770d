package io.winnow.dedup.minhash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.RowId;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableWriter;
import io.winnow.dedup.Dedup;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SeenRows;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rounds of jobs say what one worker says. */
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
    List<SeenRows.Row> pairs = new ArrayList<>();
    for (List<Integer> edge : edges) {
      int a = edge.get(0);
      pairs.add(new SeenRows.Row(a / ROWS, new Object[] {(long) a % ROWS, row(edge.get(1)), 1L}));
    }
    // A row whose only other is of an earlier run.
    long alone = 17;
    pairs.add(new SeenRows.Row(2, new Object[] {alone, RowId.of(SHARDS + 1, 3), 1L}));
    for (int i = 0; i < SHARDS; i++) {
      shards.add(new Shard(i, "s" + i, ROWS, 1));
    }
    write(folder, FindPairs.TABLE, FindPairs.SCHEMA, pairs);
    List<String> expected =
        lines(run(runner, shards, Dedup.components(folder, shards), FindComponents.SCHEMA));

    String table = FindPairs.TABLE;
    List<SeenRows.Row> before = pairs;
    for (int job = 1; ; job++) {
      List<SeenRows.Row> after =
          run(
              runner,
              shards,
              Dedup.starRounds(folder, SHARDS, table, before.size()),
              StarRounds.SCHEMA);
      table = StarRounds.TABLE + job;
      write(folder, table, StarRounds.SCHEMA, after);
      if (job > 1 && lines(before).equals(lines(after))) {
        List<SeenRows.Row> found =
            run(
                runner,
                shards,
                Dedup.starLabels(folder, table, pairs.size()),
                FindComponents.SCHEMA);
        assertEquals(expected, lines(found), message);
        return job;
      }
      before = after;
    }
  }

  private static long row(int node) {
    return RowId.of(node / ROWS, node % ROWS);
  }

  private static List<SeenRows.Row> run(
      Runner runner,
      List<Shard> shards,
      PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> transform,
      Schema schema) {
    Pipeline pipeline = Pipeline.create(runner.options("stars"));
    SeenRows seen =
        new SeenRows(
            pipeline.apply("Shards", Tasks.shards(shards)).apply("Join", transform), schema);
    pipeline.run().waitUntilFinish();
    return seen.rows();
  }

  private static List<String> lines(List<SeenRows.Row> rows) {
    return rows.stream()
        .map(row -> row.shard() + "/" + row.values()[0] + " " + row.values()[1])
        .sorted()
        .toList();
  }

  private static void write(
      CorpusFolder folder, String table, Schema schema, List<SeenRows.Row> rows)
      throws IOException {
    for (int i = 0; i < SHARDS; i++) {
      int shard = i;
      try (TableWriter writer = TableWriter.open(folder.table(table, "s" + i), schema)) {
        for (SeenRows.Row row : rows.stream().filter(row -> row.shard() == shard).toList()) {
          writer.write(row.values());
        }
        writer.commit();
      }
    }
  }
}
