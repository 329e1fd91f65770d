package io.winnow.dedup.minhash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Tasks;
import io.winnow.dedup.Members;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SeenRows;
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
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedFlink.class)
class FindNearCopiesTest {
  private static final MinHashParameters PARAMETERS = new MinHashParameters(5, 6, 4);

  @TempDir Path temporary;

  @Test
  void clustersAreThoseOfAllPairsThatShareABand(Runner flink) throws IOException {
    CorpusFolder folder = new CorpusFolder(temporary.toString());
    List<long[]> signatures = new ArrayList<>();
    List<Shard> shards = SyntheticSignatures.write(folder, PARAMETERS, 4, 150, 0.4, 12, signatures);
    Found direct = find(Runners.direct(2), folder, shards);
    assertEquals(bruteForce(signatures, 150), sizes(direct.members()));
    assertEquals(direct, find(flink, folder, shards));
    assertTrue(
        direct.edges().size() >= direct.members().size() / 2,
        "a cluster is held together by edges");
  }

  @Test
  void anEmptyCorpusHasNoClusters() throws IOException {
    CorpusFolder folder = new CorpusFolder(temporary.toString());
    List<Shard> shards = SyntheticSignatures.write(folder, PARAMETERS, 1, 0, 0, 1, null);
    assertEquals(new Found(Set.of(), Set.of()), find(Runners.direct(1), folder, shards));
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

  /** Lines of members and edges: shard, row and what is known of it. */
  private record Found(Set<String> members, Set<String> edges) {}

  private static Found find(Runner runner, CorpusFolder folder, List<Shard> shards) {
    Pipeline pipeline = Pipeline.create(runner.options("near-copies"));
    PCollectionTuple found =
        pipeline
            .apply("Shards", Tasks.shards(shards))
            .apply(
                "Near copies",
                new FindNearCopies(PARAMETERS, folder, shards, SyntheticSignatures.TABLE));
    SeenRows members = new SeenRows(found.get(FindNearCopies.MEMBERS), Members.SCHEMA);
    SeenRows edges = new SeenRows(found.get(FindNearCopies.EDGES), FindNearCopies.EDGE_SCHEMA);
    pipeline.run().waitUntilFinish();
    return new Found(lines(members), lines(edges));
  }

  private static Set<String> lines(SeenRows seen) {
    Set<String> lines = new TreeSet<>();
    for (SeenRows.Row row : seen.rows()) {
      lines.add(
          row.shard()
              + "/"
              + String.join(" ", Arrays.stream(row.values()).map(String::valueOf).toList()));
    }
    return lines;
  }
}
