package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.winnow.pipelines.engine.StageRecord;
import io.winnow.pipelines.manifest.SourceBooks;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    copyEmbeddings("flink", "direct");
    RunResult onDirect = run("direct", Runners.direct(2));
    assertEquals(onFlink.manifest(), onDirect.manifest());
    assertEquals(
        List.of("embed"),
        onDirect.stages().stream()
            .filter(stage -> stage.computed() == 0 && stage.cached() > 0)
            .map(StageRecord::name)
            .toList(),
        "all else was computed on both");
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

  /**
   * Leaves nothing of a copied run but its vectors: no runner has a part in what a text's vector
   * is, and they are half of what the chain takes.
   */
  private void copyEmbeddings(String from, String to) throws IOException {
    for (String table : List.of("embeddings", "receipts/embeddings")) {
      Path target = folder.resolve(to).resolve(table);
      Files.createDirectories(target);
      Samples.copyFolder(folder.resolve(from).resolve(table), target);
    }
  }

  private RunResult run(String out, Runner runner) throws IOException {
    return Samples.runAsJobs(Path.of("../samples/data.yaml"), folder.resolve(out), runner, SAMPLE);
  }
}
