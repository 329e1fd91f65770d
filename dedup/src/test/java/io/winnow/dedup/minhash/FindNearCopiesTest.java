package io.winnow.dedup.minhash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.PackedRows;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Tasks;
import io.winnow.dedup.Members;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedFlink.class)
class FindNearCopiesTest {
  private static final MinHashParameters PARAMETERS = new MinHashParameters(5, 6, 4);

  /** What a trial has seen; functions run in this JVM on both runners. */
  private static final Map<String, Set<String>> SEEN = new ConcurrentHashMap<>();

  @TempDir Path temporary;

  @Test
  void clustersAreThoseOfAllPairsThatShareABand(Runner flink) throws IOException {
    CorpusFolder folder = new CorpusFolder(temporary.toString());
    List<long[]> signatures = new ArrayList<>();
    List<Shard> shards = SyntheticSignatures.write(folder, PARAMETERS, 4, 150, 0.4, 12, signatures);
    Set<String> direct = members("direct", Runners.direct(2), folder, shards);
    assertEquals(bruteForce(signatures, 150), sizes(direct));
    assertEquals(direct, members("flink", flink, folder, shards));
    Set<String> edges = SEEN.get("direct/edges");
    assertEquals(edges, SEEN.get("flink/edges"));
    assertTrue(edges.size() >= direct.size() / 2, "a cluster is held together by edges");
  }

  @Test
  void anEmptyCorpusHasNoClusters() throws IOException {
    CorpusFolder folder = new CorpusFolder(temporary.toString());
    List<Shard> shards = SyntheticSignatures.write(folder, PARAMETERS, 1, 0, 0, 1, null);
    assertEquals(Set.of(), members("empty", Runners.direct(1), folder, shards));
  }

  /** Row and size of its cluster for every row that shares a band with another, by search. */
  private static Set<String> bruteForce(List<long[]> signatures, int rowsPerShard) {
    int n = signatures.size();
    int[] labels = new int[n];
    Arrays.setAll(labels, i -> i);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
          if (labels[i] != labels[j] && meet(signatures.get(i), signatures.get(j))) {
            int low = Math.min(labels[i], labels[j]);
            labels[i] = low;
            labels[j] = low;
            changed = true;
          }
        }
      }
    }
    Map<Integer, Integer> sizes = new HashMap<>();
    for (int label : labels) {
      sizes.merge(label, 1, Integer::sum);
    }
    Set<String> rows = new TreeSet<>();
    for (int i = 0; i < n; i++) {
      if (sizes.get(labels[i]) > 1) {
        rows.add(i / rowsPerShard + "/" + i % rowsPerShard + " " + sizes.get(labels[i]));
      }
    }
    return rows;
  }

  private static boolean meet(long[] a, long[] b) {
    for (int band = 0; band < PARAMETERS.bands(); band++) {
      int from = band * PARAMETERS.rows();
      if (Arrays.equals(a, from, from + PARAMETERS.rows(), b, from, from + PARAMETERS.rows())) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> sizes(Set<String> members) {
    Set<String> sizes = new TreeSet<>();
    members.forEach(m -> sizes.add(m.split(" ")[0] + " " + m.split(" ")[2]));
    return sizes;
  }

  private static Set<String> members(
      String trial, Runner runner, CorpusFolder folder, List<Shard> shards) {
    SEEN.put(trial + "/members", ConcurrentHashMap.newKeySet());
    SEEN.put(trial + "/edges", ConcurrentHashMap.newKeySet());
    Pipeline pipeline = Pipeline.create(runner.options("near-copies"));
    PCollectionTuple found =
        pipeline
            .apply("Shards", Tasks.shards(shards))
            .apply(
                "Near copies",
                new FindNearCopies(PARAMETERS, folder, shards, SyntheticSignatures.TABLE));
    found.get(FindNearCopies.MEMBERS).apply("Members", ParDo.of(new See(trial, false)));
    found.get(FindNearCopies.EDGES).apply("Edges", ParDo.of(new See(trial, true)));
    pipeline.run().waitUntilFinish();
    return new TreeSet<>(SEEN.get(trial + "/members"));
  }

  private static final class See extends DoFn<KV<Integer, byte[]>, Void> {
    private final String trial;
    private final boolean edges;

    See(String trial, boolean edges) {
      this.trial = trial;
      this.edges = edges;
    }

    @ProcessElement
    public void see(@Element KV<Integer, byte[]> block) {
      PackedRows.unpack(
          edges ? FindNearCopies.EDGE_SCHEMA : Members.SCHEMA,
          block.getValue(),
          row ->
              SEEN.get(trial + (edges ? "/edges" : "/members"))
                  .add(
                      block.getKey()
                          + "/"
                          + String.join(" ", Arrays.stream(row).map(String::valueOf).toList())));
    }
  }
}
