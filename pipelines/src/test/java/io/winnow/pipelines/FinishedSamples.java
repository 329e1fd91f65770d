package io.winnow.pipelines;

import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runners;
import io.winnow.testing.Arrangement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A run of {@code samples/} on Direct, made once for all tests of a JVM. A test that goes on from
 * it takes a copy of the run, and leaves its inputs as they are.
 *
 * @param folder with the recipe and its inputs in {@code in}, and the run in {@code out}
 */
record FinishedSamples(Path folder, RunResult result) {
  private static final class Once {
    static final FinishedSamples RUN = make();
  }

  static FinishedSamples get() {
    return Once.RUN;
  }

  private static FinishedSamples make() {
    try {
      Path folder = Files.createTempDirectory("finished-samples");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      Path recipe = Samples.copy(Files.createDirectory(folder.resolve("in")), Arrangement.AS_GIVEN);
      return new FinishedSamples(
          folder, Samples.run(recipe, folder.resolve("out"), Runners.direct(2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path recipe() {
    return folder.resolve("in/recipe.yaml");
  }

  Path out() {
    return folder.resolve("out");
  }

  /** Copies the run to a folder that is not there yet. */
  Path copyTo(Path to) throws IOException {
    Samples.copyFolder(out(), Files.createDirectory(to));
    return to;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // The system sweeps its folder for temporary files in time.
      System.err.println(folder + " is left: " + e);
    }
  }
}
