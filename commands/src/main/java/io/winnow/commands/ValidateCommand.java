package io.winnow.commands;

import io.winnow.dedup.minhash.MinHashSettings;
import io.winnow.dedup.sketch.MinHashParameters;
import io.winnow.pipelines.plan.EarlierRuns;
import io.winnow.pipelines.plan.Plan;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.recipe.RecipeSchema;
import io.winnow.readers.Reading;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description =
        "Checks a recipe against its JSON Schema, its conditions against the columns there are, and"
            + " whether its inputs exist. Tells every error at once, with line and column.",
    footer = {
      "",
      "Examples:",
      "  winnow validate samples/recipe.yaml",
      "  winnow validate --schema > recipe.schema.json"
    })
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RECIPE", arity = "0..1", description = "The recipe, in YAML.")
  private @Nullable Path recipe;

  @Option(names = "--schema", description = "Prints the JSON Schema of recipes instead.")
  private boolean schema;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Changes a setting of the recipe.")
  private List<String> overrides = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (schema) {
      out.print(RecipeSchema.json(StageWords.vocabulary()));
      return ExitCode.DONE;
    }
    if (recipe == null) {
      throw new UsageError("name a recipe, or give --schema");
    }
    RecipeFile file = RecipeFile.load(recipe, overrides, StageWords.vocabulary());
    for (SourceSettings source : file.sources()) {
      List<InputFile> inputs = Reading.list(source);
      out.printf(
          Locale.ROOT,
          "source %s: %,d inputs, %,d bytes%n",
          source.name(),
          inputs.size(),
          inputs.stream().mapToLong(InputFile::size).sum());
    }
    Plan.of(file, EarlierRuns.of(file)).requireAssets();
    if (file.recipe().hasStage("minhash")) {
      MinHashSettings settings = file.recipe().section(MinHashSettings.class);
      MinHashParameters parameters = settings.parameters();
      out.printf(
          Locale.ROOT,
          "near copies meet in %d bands of %d rows with probability",
          parameters.bands(),
          parameters.rows());
      for (double similarity : new double[] {0.5, 0.6, 0.7, 0.8, 0.9}) {
        out.printf(
            Locale.ROOT, "  %.3f at %.1f", parameters.meetingProbability(similarity), similarity);
      }
      out.println();
      out.printf(
          Locale.ROOT,
          "of those that meet, what is less similar than %s to a survivor stays%n",
          settings.threshold());
    }
    out.println(recipe + " is a good recipe");
    return ExitCode.DONE;
  }
}
