package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.pipelines.manifest.Manifest;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.Arrangement;
import io.winnow.testing.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs, one after the other, on the same task managers in JVMs of their own. */
class StandaloneCurationTest {
  @TempDir Path folder;

  @Test
  void twoRunsOnOneClusterGiveTheManifestOfDirect() throws IOException {
    Path recipe = Samples.copy(Files.createDirectory(folder.resolve("in")), Arrangement.AS_GIVEN);
    Manifest direct = Samples.run(recipe, folder.resolve("direct"), Runners.direct(2)).manifest();
    try (StandaloneCluster cluster =
        StandaloneCluster.start(
            folder.resolve("cluster"), 2, 2, StandaloneCluster.jobClassPath())) {
      for (String out : List.of("first", "second")) {
        try (Runner runner = Runners.flinkCluster(cluster.address(), 4, List.of())) {
          assertEquals(direct, Samples.run(recipe, folder.resolve(out), runner).manifest());
        }
      }
    }
  }
}
