package io.winnow.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.dedup.minhash.MinHashSettings;
import io.winnow.dedup.sketch.MinHashParameters;
import io.winnow.pipelines.plan.EarlierRuns;
import io.winnow.pipelines.plan.Plan;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.Problem;
import io.winnow.pipelines.recipe.RecipeException;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.recipe.RecipeSchema;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
      "  winnow validate samples/recipe.yaml --effective",
      "  winnow validate --schema > recipe.schema.json"
    })
final class ValidateCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Jaccard similarities for which the probability of meeting is told. */
  private static final double[] SIMILARITIES = {0.5, 0.6, 0.7, 0.8, 0.9};

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RECIPE", arity = "0..1", description = "The recipe, in YAML.")
  private @Nullable Path recipe;

  @Option(names = "--schema", description = "Prints the JSON Schema of recipes instead.")
  private boolean schema;

  @Option(
      names = "--effective",
      description = "Prints the recipe with its preset, overrides and all defaults, as YAML.")
  private boolean effective;

  @Option(names = "--json", description = "Prints what is found as JSON.")
  private boolean json;

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
    if (json && effective) {
      throw new UsageError("--json and --effective print different things; give one of them");
    }
    return json ? inJson(recipe, out) : inWords(recipe, out);
  }

  private int inWords(Path path, PrintWriter out) throws IOException {
    RecipeFile file = Recipes.load(path, overrides, spec.commandLine().getErr());
    Map<SourceSettings, List<InputFile>> inputs = check(file);
    if (effective) {
      out.print(file.recipe().yaml());
      return ExitCode.DONE;
    }
    inputs.forEach(
        (source, files) ->
            out.printf(
                Locale.ROOT,
                "source %s: %,d inputs, %,d bytes%n",
                source.name(),
                files.size(),
                bytes(files)));
    if (file.recipe().hasStage("minhash")) {
      MinHashSettings settings = file.recipe().section(MinHashSettings.class);
      MinHashParameters parameters = settings.parameters();
      out.printf(
          Locale.ROOT,
          "near copies meet in %d bands of %d rows with probability",
          parameters.bands(),
          parameters.rows());
      for (double similarity : SIMILARITIES) {
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

  private static Map<SourceSettings, List<InputFile>> check(RecipeFile file) throws IOException {
    Map<SourceSettings, List<InputFile>> inputs = file.inputs();
    file.requireFit(inputs);
    Plan.of(file, EarlierRuns.of(file)).requireAssets();
    return inputs;
  }

  private static long bytes(List<InputFile> files) {
    return files.stream().mapToLong(InputFile::size).sum();
  }

  /** All that the words say too, and problems as data. */
  private int inJson(Path path, PrintWriter out) throws IOException {
    ObjectNode found = JSON.createObjectNode();
    found.put("recipe", path.toString());
    try {
      RecipeFile file = Recipes.load(path, overrides);
      Map<SourceSettings, List<InputFile>> inputs = check(file);
      found.put("valid", true).putArray("problems");
      add(file.written().warnings(), found.putArray("warnings"));
      ArrayNode sources = found.putArray("sources");
      inputs.forEach(
          (source, files) ->
              sources
                  .addObject()
                  .put("name", source.name())
                  .put("inputs", files.size())
                  .put("bytes", bytes(files)));
      if (file.recipe().hasStage("minhash")) {
        minhash(file.recipe().section(MinHashSettings.class), found.putObject("minhash"));
      }
    } catch (RecipeException e) {
      found.put("valid", false);
      add(e.problems(), found.putArray("problems"));
    }
    print(found, out);
    return found.get("valid").asBoolean() ? ExitCode.DONE : ExitCode.WRONG_USAGE;
  }

  private static void minhash(MinHashSettings settings, ObjectNode to) {
    MinHashParameters parameters = settings.parameters();
    to.put("bands", parameters.bands());
    to.put("rows", parameters.rows());
    to.put("threshold", settings.threshold());
    ArrayNode meeting = to.putArray("meeting");
    for (double similarity : SIMILARITIES) {
      meeting
          .addObject()
          .put("similarity", similarity)
          .put("probability", parameters.meetingProbability(similarity));
    }
  }

  private static void add(List<Problem> problems, ArrayNode to) {
    for (Problem problem : problems) {
      to.addObject()
          .put("where", problem.where())
          .put("line", problem.line())
          .put("column", problem.column())
          .put("setting", problem.path())
          .put("message", problem.message());
    }
  }

  private static void print(ObjectNode json, PrintWriter out) throws JsonProcessingException {
    out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
  }
}
