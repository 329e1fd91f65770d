package io.winnow.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.commands.print.TextTable;
import io.winnow.corpus.table.Shard;
import io.winnow.pipelines.engine.StageRecord;
import io.winnow.pipelines.manifest.SourceBooks;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.report.ReportFiles;
import io.winnow.pipelines.run.Curation;
import io.winnow.pipelines.run.CurationOptions;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "dry-run",
    mixinStandardHelpOptions = true,
    description =
        "Runs a recipe over a sample of its documents, in this process, without writing a mixture:"
            + " what would be dropped, what the whole would cost. The sample is chosen by a hash of"
            + " the documents' ids, so it is the same each time; all inputs are read to find it.",
    footer = {"", "Example:", "  winnow dry-run samples/recipe.yaml --sample 0.1"})
final class DryRunCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RECIPE", description = "The recipe, in YAML.")
  private Path recipe = Path.of("");

  @Option(
      names = "--sample",
      paramLabel = "SHARE",
      description = "Share of the documents, above 0 and at most 1; 0.01 by default.")
  private double sample = 0.01;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Keep the tables there; by default they are deleted in the end.")
  private @Nullable String out;

  @Option(names = "--json", description = "Print the figures as JSON on stdout, too.")
  private boolean json;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Changes a setting of the recipe.")
  private List<String> overrides = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (!(sample > 0 && sample <= 1)) {
      throw new UsageError("--sample must be above 0 and at most 1, but was " + sample);
    }
    PrintWriter err = spec.commandLine().getErr();
    RecipeFile file = Recipes.load(recipe, overrides, err);
    if (out != null) {
      OutFolder.require(out, file);
    }
    Path temporary = out == null ? Files.createTempDirectory("winnow-dry-run-") : null;
    String folder = temporary == null ? String.valueOf(out) : temporary.toString();
    RunLog.in(folder);
    int parallelism = Runtime.getRuntime().availableProcessors();
    try (Runner runner = Runners.direct(parallelism)) {
      RunResult result =
          Curation.run(
              file,
              new CurationOptions(
                  folder,
                  runner::options,
                  "direct",
                  parallelism,
                  new ConsoleProgress(err, false),
                  sample,
                  false),
              ReportFiles::drawIn);
      print(result, err);
      if (json) {
        spec.commandLine().getOut().println(inJson(result, sample));
      }
    } finally {
      if (temporary != null) {
        delete(temporary);
      }
    }
    return ExitCode.DONE;
  }

  private void print(RunResult result, PrintWriter err) {
    err.println();
    Summary.printBooks(result.manifest().books(), err);
    err.println();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("stage", "seconds here", "projected to all"));
    double sum = 0;
    for (StageRecord stage : result.stages()) {
      double whole = projected(stage, sample);
      sum += whole;
      rows.add(
          List.of(
              stage.name(),
              String.format(Locale.ROOT, "%.1f", stage.seconds()),
              String.format(Locale.ROOT, "%.1f", whole)));
    }
    rows.add(List.of("all", "", String.format(Locale.ROOT, "%.1f", sum)));
    TextTable.print(rows, err);
    err.println();
    err.printf(
        Locale.ROOT,
        "sample: %.4g of the documents, on DirectRunner; ingest read all of them, the other stages"
            + " are projected by the sample's share%n",
        sample);
    if (sample < 1) {
      err.println(
          "warning: copies are found only where both are in the sample, so the share that is"
              + " dropped as copies is too low here");
    }
    long documents = result.manifest().shards().stream().mapToLong(s -> s.rows()).sum();
    if (documents < 100) {
      err.printf(
          Locale.ROOT,
          "warning: only %d documents are in the sample; take a larger --sample%n",
          documents);
    }
    result.warnings().forEach(warning -> err.println("warning: a run would stop: " + warning));
    if (result.tooManyDeadLetters()) {
      err.printf(
          Locale.ROOT,
          "warning: %.2f %% of the records are dead letters, more than the recipe allows%n",
          100 * result.deadLetterShare());
    }
  }

  private static String inJson(RunResult result, double sample) throws JsonProcessingException {
    ObjectNode figures = JSON.createObjectNode();
    figures.put("sample", sample);
    figures.put("documents", result.manifest().shards().stream().mapToLong(Shard::rows).sum());
    ArrayNode sources = figures.putArray("sources");
    for (SourceBooks source : result.manifest().books()) {
      ObjectNode of = sources.addObject();
      of.put("source", source.source());
      of.put("records", source.records());
      of.set("dropped", JSON.valueToTree(source.dropped()));
      of.put("dead_letters", source.deadLetters());
      of.put("kept", source.kept());
    }
    ArrayNode stages = figures.putArray("stages");
    double sum = 0;
    for (StageRecord stage : result.stages()) {
      double whole = projected(stage, sample);
      sum += whole;
      stages
          .addObject()
          .put("stage", stage.name())
          .put("seconds", stage.seconds())
          .put("projected_seconds", whole);
    }
    figures.put("projected_seconds", sum);
    figures.put("dead_letter_share", result.deadLetterShare());
    figures.put("too_many_dead_letters", result.tooManyDeadLetters());
    figures.set("warnings", JSON.valueToTree(result.warnings()));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(figures);
  }

  /** Seconds that a stage would take for all documents; ingest has read them all. */
  private static double projected(StageRecord stage, double sample) {
    return stage.name().equals("ingest") ? stage.seconds() : stage.seconds() / sample;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
