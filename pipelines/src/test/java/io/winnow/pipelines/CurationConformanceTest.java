package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.pipelines.manifest.Manifest;
import io.winnow.testing.Arrangement;
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
        boolean asGiven = trial.arrangement() == Arrangement.AS_GIVEN;
        FinishedSamples finished = FinishedSamples.get();
        Path recipe =
            asGiven ? finished.recipe() : Samples.copy(trial.input(), trial.arrangement());
        Manifest manifest = Samples.runAsJobs(recipe, trial.output(), trial.runner(), 1).manifest();
        Files.writeString(trial.output().resolve("mixtures/digest"), manifest.digest());
        // The same result in another guise: what the README and the closing note speak of.
        assertEquals(4, manifest.mixtures().size());
        if (asGiven) {
          assertEquals(finished.result().manifest(), manifest);
        }
      }

      @Override
      public boolean counts(String name) {
        return name.startsWith("mixtures/");
      }
    };
  }
}
