package io.winnow.mixtures.sequences;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A million documents into sequences of 32,768 tokens; one operation is one document. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class PackingBenchmark {
  private static final int DOCUMENTS = 1_000_000;
  private static final int CAPACITY = 32_768;

  private final int[] lengths = new int[DOCUMENTS];

  /** Lengths as those of files and pages: many short ones, few long ones. */
  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < DOCUMENTS; i++) {
      lengths[i] = (int) Math.min(CAPACITY, Math.exp(4 + 7 * random.nextDouble()));
    }
  }

  /** The yardstick: the JDK's sort of the lengths alone. */
  @Benchmark
  @OperationsPerInvocation(DOCUMENTS)
  public int[] sortLengthsByTheJdk() {
    int[] copy = lengths.clone();
    Arrays.sort(copy);
    return copy;
  }

  @Benchmark
  @OperationsPerInvocation(DOCUMENTS)
  public int[] bestFit() {
    return BestFit.bins(lengths, CAPACITY);
  }
}
