package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.winnow.pipelines.manifest.SourceBooks;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** All five kinds of real documents through the whole chain: a sample of what is there. */
@Tag("slow")
@ExtendWith(SharedFlink.class)
class RealDataTest {
  private static final double SAMPLE = 0.02;

  @TempDir Path folder;

  @Test
  void realDataGoesThroughTheChainToTheSameMixturesOnBothRunners(Runner flink) throws IOException {
    assumeTrue(
        System.getenv("WINNOW_DATA") != null,
        "SKIPPED: WINNOW_DATA does not name the folder of real data for samples/data.yaml");
    RunResult onFlink = run("flink", flink);
    assertEquals(onFlink.manifest(), run("direct", Runners.direct(2)).manifest());
    assertEquals(10, onFlink.manifest().books().size());
    for (SourceBooks source : onFlink.manifest().books()) {
      assertEquals(source.records(), source.kept() + source.allDropped() + source.deadLetters());
      assertTrue(source.records() > 0, source.toString());
    }
    onFlink
        .manifest()
        .mixtures()
        .forEach(mixture -> assertTrue(mixture.tokens() > 0, mixture.name()));
  }

  private RunResult run(String out, Runner runner) throws IOException {
    return Samples.runAsJobs(Path.of("../samples/data.yaml"), folder.resolve(out), runner, SAMPLE);
  }
}
