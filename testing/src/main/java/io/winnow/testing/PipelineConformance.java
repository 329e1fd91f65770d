package io.winnow.testing;

import io.winnow.runners.Runner;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract as a test class to extend: name a scenario, and it is run everywhere.
 *
 * <pre>{@code
 * class NearCopiesConformanceTest extends PipelineConformance {
 *   @Override
 *   protected PipelineScenario scenario() {
 *     return trial -> {
 *       Pipeline pipeline = Pipeline.create(trial.runner().options("near copies"));
 *       ...
 *       pipeline.run().waitUntilFinish();
 *     };
 *   }
 * }
 * }</pre>
 */
@Tag("slow")
@ExtendWith(SharedFlink.class)
public abstract class PipelineConformance {
  /** What is run. */
  protected abstract PipelineScenario scenario();

  /** How it is run; fewer ways for what is slow. */
  protected List<Conformance.Way> ways(Runner flink) {
    return Conformance.allWays(flink);
  }

  @Test
  void theOutputIsTheSameEverywhere(Runner flink, @TempDir Path folder) throws Exception {
    Conformance.requireSameEverywhere(scenario(), ways(flink), folder);
  }
}
