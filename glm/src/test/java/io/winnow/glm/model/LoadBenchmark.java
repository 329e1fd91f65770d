package io.winnow.glm.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Loads a checkpoint of many tiny experts, and scores a sequence with it; not a test. Arguments:
 * folder for the checkpoint, layers (the first is dense), experts of each of the others, type.
 */
final class LoadBenchmark {
  private static final int TOKENS = 256;

  private LoadBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int layers = Integer.parseInt(arguments[1]);
    int experts = Integer.parseInt(arguments[2]);
    GlmConfiguration configuration =
        new GlmConfiguration(
            32, layers, 4, 2, 16, 256, 48, 16, experts, 8, 1, 1, 1, 1, true, 1, false, true, 8, 1e6,
            1e-5, false, 0, 4096);
    new RandomCheckpoint(configuration, arguments[3], 1, false, 1).write(folder);
    long start = System.nanoTime();
    try (ForwardPass pass = ForwardPass.of(Checkpoint.open(folder))) {
      double load = (System.nanoTime() - start) * 1e-9;
      int[] ids = ForwardPassTest.ids(TOKENS, configuration.vocabularySize());
      double sum = 0;
      double best = Double.MAX_VALUE;
      for (int run = 0; run < 3; run++) {
        long begin = System.nanoTime();
        Predictions predictions = pass.predict(ids, 1);
        best = Math.min(best, (System.nanoTime() - begin) * 1e-9);
        sum = 0;
        for (int i = 1; i < TOKENS; i++) {
          sum += predictions.logProbabilities()[i];
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%d layers, %d experts: loaded in %.1f s; %d tokens in %.3f s, sum %s; %s%n",
          layers,
          (layers - 1) * experts,
          load,
          TOKENS,
          best,
          sum,
          memory());
    }
  }

  private static List<String> memory() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .map(line -> line.replaceAll("\\s+", " "))
        .toList();
  }
}
