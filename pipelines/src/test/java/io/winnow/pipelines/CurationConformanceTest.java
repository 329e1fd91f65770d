package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.pipelines.run.RunResult;
import io.winnow.testing.PipelineConformance;
import io.winnow.testing.PipelineScenario;
import java.nio.file.Files;
import java.nio.file.Path;

/** The samples give one mixture and one set of books, whatever runs them and whatever befalls. */
class CurationConformanceTest extends PipelineConformance {
  @Override
  protected PipelineScenario scenario() {
    return new PipelineScenario() {
      @Override
      public void run(Trial trial) throws Exception {
        Path recipe = Samples.copy(trial.input(), trial.arrangement());
        RunResult result = Samples.run(recipe, trial.output(), trial.runner());
        Files.writeString(trial.output().resolve("mixtures/digest"), result.manifest().digest());
        // The same result in another guise: what the README and the closing note speak of.
        assertEquals(4, result.manifest().mixtures().size());
      }

      @Override
      public boolean counts(String name) {
        return name.startsWith("mixtures/");
      }
    };
  }
}
