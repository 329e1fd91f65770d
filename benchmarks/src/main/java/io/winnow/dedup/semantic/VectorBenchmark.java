package io.winnow.dedup.semantic;

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

/**
 * An embedding beside a thousand others, as in k-means and in its cells; one operation is a pair.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class VectorBenchmark {
  private static final int ROWS = 1000;
  private static final int DIMENSIONS = 384;

  private final float[] rows = new float[ROWS * DIMENSIONS];

  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (random.nextDouble() - 0.5);
    }
  }

  /** The yardstick: each number of a row read once. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public float largest() {
    float largest = 0;
    for (float value : rows) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public int nearest() {
    return Vectors.nearest(rows, 0, rows, ROWS, DIMENSIONS);
  }
}
