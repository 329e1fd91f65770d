package io.winnow.pipelines;

import io.winnow.pipelines.engine.Jobs;
import io.winnow.pipelines.engine.Progress;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.report.ReportFiles;
import io.winnow.pipelines.run.Curation;
import io.winnow.pipelines.run.CurationOptions;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.testing.Arrangement;
import io.winnow.testing.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The fixtures of {@code samples/} and their recipe. */
final class Samples {
  private static final Path FOLDER = Path.of("../samples");

  private Samples() {}

  /** Runs a recipe as users do; one whose jobs are observed does all of its work in jobs. */
  static RunResult run(Path recipe, Path out, Runner runner, String... overrides)
      throws IOException {
    long inProcess = runner instanceof Observed ? 0 : Jobs.IN_PROCESS_DOCUMENTS;
    return run(recipe, out, runner, 1, inProcess, overrides);
  }

  /**
   * Runs a recipe with everything as a job, so that the runner does all of the work.
   *
   * @param sample share of the documents to take
   */
  static RunResult runAsJobs(Path recipe, Path out, Runner runner, double sample)
      throws IOException {
    return run(recipe, out, runner, sample, 0);
  }

  private static RunResult run(
      Path recipe, Path out, Runner runner, double sample, long inProcess, String... overrides)
      throws IOException {
    return Curation.run(
        RecipeFile.load(recipe, List.of(overrides), StageWords.vocabulary()),
        new CurationOptions(
            out.toString(),
            runner::options,
            runner.name(),
            runner.parallelism(),
            Progress.none(),
            sample,
            true,
            inProcess),
        ReportFiles::drawIn);
  }

  /** Copies recipe and inputs, top-level inputs under the names that an arrangement gives them. */
  static Path copy(Path to, Arrangement arrangement) throws IOException {
    Files.copy(FOLDER.resolve("recipe.yaml"), to.resolve("recipe.yaml"));
    for (String source :
        List.of("web", "code", "lines", "books", "papers", "forum", "benchmarks")) {
      Path from = FOLDER.resolve(source);
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path inside = from.relativize(file);
          // The name of an archive of code is that of its repository.
          Path name =
              source.equals("code")
                  ? inside
                  : inside.resolveSibling(arrangement.name(file.getFileName().toString()));
          Path target = to.resolve(source).resolve(name);
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
    return to.resolve("recipe.yaml");
  }

  /** Copies all that is in a folder to one that is empty. */
  static void copyFolder(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.skip(1).toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
