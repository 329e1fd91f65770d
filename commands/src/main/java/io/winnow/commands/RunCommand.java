package io.winnow.commands;

import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.report.ReportFiles;
import io.winnow.pipelines.run.Curation;
import io.winnow.pipelines.run.CurationOptions;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Runs a recipe, or goes on with a run that was cut short. What is there already, under the "
            + "same code, settings and inputs, is not computed again.",
    footer = {
      "",
      "Examples:",
      "  winnow run samples/recipe.yaml --out out/",
      "  winnow run samples/recipe.yaml --out out/ --set minhash.bands=20",
      "  winnow run recipe.yaml --out /shared/out --flink-master jobmanager:8081"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RECIPE", description = "The recipe, in YAML.")
  private Path recipe = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description =
          "Folder of the run: new, empty, or of this run; on a filesystem that there is a Beam"
              + " module for on the class path, else on a local one.")
  private String out = "";

  @Mixin private RunArguments arguments = new RunArguments();

  @Override
  public Integer call() throws IOException {
    return run(spec.commandLine().getErr(), recipe, out, arguments);
  }

  static int run(PrintWriter err, Path recipe, String out, RunArguments arguments)
      throws IOException {
    RunLog.name(out);
    boolean json = arguments.json();
    RecipeFile file = Recipes.load(recipe, arguments.overrides(), err, json);
    OutFolder.require(out, file);
    RunLog.in(out);
    if (!json) {
      err.println("winnow: " + file.recipe().name() + " into " + out);
    }
    Interruption interruption = new Interruption(err, out);
    ConsoleProgress progress = new ConsoleProgress(err, json);
    RunResult result;
    try (Runner runner = arguments.runner().open(out)) {
      result =
          Curation.run(
              file,
              new CurationOptions(
                  out,
                  runner::options,
                  arguments.runner().name(),
                  arguments.runner().parallelism(),
                  progress,
                  1.0,
                  true),
              ReportFiles::drawIn);
    } finally {
      progress.rest();
      interruption.over();
    }
    if (json) {
      err.printf(
          Locale.ROOT,
          "{\"event\":\"done\",\"digest\":\"%s\",\"seconds\":%.3f}%n",
          result.manifest().digest(),
          result.seconds());
    } else {
      Summary.print(result, err);
      err.printf(
          Locale.ROOT,
          "done in %s, digest %s%nreport: %s/report/index.html%n",
          ConsoleProgress.seconds((long) (result.seconds() * 1e9)),
          result.manifest().digest(),
          out);
    }
    return code(result, err);
  }

  private static int code(RunResult result, PrintWriter err) {
    if (!result.tooManyDeadLetters()) {
      return ExitCode.DONE;
    }
    err.printf(
        Locale.ROOT,
        "winnow: %.2f %% of the records are dead letters, more than the recipe allows"
            + " (dead-letters.maximum-share); winnow show DIR dead_letters lists them%n",
        100 * result.deadLetterShare());
    return ExitCode.DEAD_LETTERS;
  }
}
