package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.pipelines.manifest.Manifest;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs, one after the other, on the same task managers in JVMs of their own. */
@Tag("slow")
class StandaloneCurationTest {
  @TempDir Path folder;

  @Test
  void twoRunsOnOneClusterGiveTheManifestOfDirect() throws IOException {
    Path recipe = FinishedSamples.get().recipe();
    Manifest direct = FinishedSamples.get().result().manifest();
    try (StandaloneCluster cluster =
        StandaloneCluster.start(
            folder.resolve("cluster"), 2, 2, StandaloneCluster.jobClassPath())) {
      for (String out : List.of("first", "second")) {
        try (Runner runner = Runners.flinkCluster(cluster.address(), 4, List.of())) {
          assertEquals(
              direct, Samples.runAsJobs(recipe, folder.resolve(out), runner, 1).manifest());
        }
      }
    }
  }
}
