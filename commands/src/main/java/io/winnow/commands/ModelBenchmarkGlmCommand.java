package io.winnow.commands;

import io.winnow.glm.GlmBenchmark;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "benchmark-glm",
    mixinStandardHelpOptions = true,
    description =
        "Measures how fast a GLM checkpoint scores on one thread: tokens per CPU-second, the same"
            + " in operations as a share of what a product of two 2048 x 2048 matrices reaches in"
            + " the same run, and the most memory that the process has had. Work is counted as 2 x"
            + " active parameters of matrices and 4 x heads x head size x (tokens + 1) / 2 per"
            + " layer, per token.")
final class ModelBenchmarkGlmCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Checkpoint; winnow model random-glm makes one.")
  private Path model = Path.of("");

  @Option(
      names = "--tokens",
      split = ",",
      paramLabel = "N",
      defaultValue = "512,2048,4096",
      description = "Lengths of sequences, ascending; ${DEFAULT-VALUE} by default.")
  private List<Integer> tokens = List.of();

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(model)) {
      throw new UsageError("--model: there is no folder " + model);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (GlmBenchmark benchmark = new GlmBenchmark(model, Collections.max(tokens))) {
      measure(benchmark, out);
    } catch (IllegalArgumentException e) {
      throw new UsageError("--tokens: " + e.getMessage());
    }
    return ExitCode.DONE;
  }

  private void measure(GlmBenchmark benchmark, PrintWriter out) throws IOException {
    out.printf(
        Locale.ROOT,
        "%8s  %16s  %10s  %12s  %6s  %8s%n",
        "tokens",
        "tokens/CPU-second",
        "GFLOP/s",
        "Gemm GFLOP/s",
        "share",
        "peak MB");
    for (int length : tokens) {
      GlmBenchmark.Measure measure = benchmark.measure(length);
      out.printf(
          Locale.ROOT,
          "%8d  %16.0f  %10.1f  %12.1f  %6.3f  %8s%n",
          length,
          measure.tokensPerSecond(),
          measure.operationsPerSecond() * 1e-9,
          measure.gemmPerSecond() * 1e-9,
          measure.share(),
          measure.peakBytes().isPresent()
              ? Long.toString(measure.peakBytes().getAsLong() / 1_000_000)
              : "?");
      out.flush();
    }
  }
}
