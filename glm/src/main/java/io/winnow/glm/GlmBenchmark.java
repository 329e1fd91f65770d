package io.winnow.glm;

import static io.winnow.corpus.Require.require;

import io.winnow.glm.model.Checkpoint;
import io.winnow.glm.model.ForwardPass;
import io.winnow.glm.model.GlmWork;
import io.winnow.glm.model.MemoryNeed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Measures the forward pass of a checkpoint on one thread. Between the sequences, in the same run,
 * it measures how fast matrices are multiplied, since both suffer alike from what else a machine
 * does.
 */
public final class GlmBenchmark implements AutoCloseable {
  private static final int LEAST_RUNS = 3;
  private static final int MOST_RUNS = 12;
  private static final int TOKENS = 6144;

  /** Products of matrices before each run of the model. */
  private static final int PRODUCTS = 4;

  private static final long SEED = 45;

  private final Checkpoint checkpoint;
  private final ForwardPass forward;
  private final GemmRate gemm;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /**
   * Loads a checkpoint.
   *
   * @param folder of the checkpoint
   * @param longest tokens of the longest sequence that will be measured
   * @throws io.winnow.glm.model.UnusableCheckpoint if it needs more memory than there is
   */
  public GlmBenchmark(Path folder, int longest) throws IOException {
    this.checkpoint = Checkpoint.open(folder);
    int positions = checkpoint.configuration().positions();
    require(longest <= positions, "tokens must be 2 to %s, but were %s", positions, longest);
    MemoryNeed.of(checkpoint, longest).check(0);
    checkpoint.checkNumbers();
    this.forward = ForwardPass.of(checkpoint, longest);
    this.gemm = new GemmRate();
  }

  /**
   * What was measured for sequences of one length.
   *
   * @param tokens of a sequence
   * @param tokensPerSecond of CPU time; the median of the runs
   * @param operationsPerSecond the same in operations, as {@link GlmWork} counts them
   * @param gemmPerSecond operations per CPU-second of a product of matrices; the median
   * @param peakBytes the most memory that the process has had so far, if the system tells
   */
  public record Measure(
      int tokens,
      double tokensPerSecond,
      double operationsPerSecond,
      double gemmPerSecond,
      OptionalLong peakBytes) {
    /** The speed as a share of that of a product of matrices. */
    public double share() {
      return operationsPerSecond / gemmPerSecond;
    }
  }

  /** Measures sequences of random ids of some length. */
  public Measure measure(int tokens) throws IOException {
    int positions = checkpoint.configuration().positions();
    require(
        tokens >= 2 && tokens <= positions,
        "tokens must be 2 to %s, but were %s",
        positions,
        tokens);
    SplittableRandom random = new SplittableRandom(SEED);
    int[] ids = random.ints(tokens, 0, checkpoint.configuration().vocabularySize()).toArray();
    forward.predict(ids, 1);
    int runs = Math.min(MOST_RUNS, Math.max(LEAST_RUNS, TOKENS / tokens));
    double[] rates = new double[runs];
    double[] products = new double[runs * PRODUCTS];
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < PRODUCTS; i++) {
        products[run * PRODUCTS + i] = gemm.measure();
      }
      long start = threads.getCurrentThreadCpuTime();
      forward.predict(ids, 1);
      rates[run] = tokens / ((threads.getCurrentThreadCpuTime() - start) * 1e-9);
    }
    double rate = median(rates);
    GlmWork work = new GlmWork(checkpoint.configuration(), checkpoint.predicts());
    return new Measure(
        tokens, rate, rate * work.operations(tokens) / tokens, median(products), peakBytes());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static OptionalLong peakBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return OptionalLong.empty();
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst();
  }

  @Override
  public void close() {
    gemm.close();
    forward.close();
  }
}
