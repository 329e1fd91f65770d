package io.winnow.dedup.minhash;

import io.winnow.dedup.pairs.LongPairs;
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

/** Sorting (hash, row) pairs and uniting the rows of edges; one operation is one pair or edge. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class ClusterBenchmark {
  private static final int PAIRS = 1 << 20;

  private final long[] hashes = new long[PAIRS];
  private final int[] ends = new int[2 * PAIRS];

  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < PAIRS; i++) {
      hashes[i] = random.nextLong();
    }
    for (int i = 0; i < ends.length; i++) {
      ends[i] = random.nextInt(PAIRS);
    }
  }

  /** The yardstick: the JDK's sort of the hashes alone. */
  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public long[] sortHashesByTheJdk() {
    long[] copy = hashes.clone();
    Arrays.sort(copy);
    return copy;
  }

  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public Object sortPairs() {
    LongPairs pairs = new LongPairs();
    for (int i = 0; i < PAIRS; i++) {
      pairs.add(hashes[i], i);
    }
    pairs.sort();
    return pairs;
  }

  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public Object uniteRandomEdges() {
    UnionFind components = new UnionFind(PAIRS);
    for (int i = 0; i < PAIRS; i++) {
      components.unite(ends[2 * i], ends[2 * i + 1]);
    }
    return components;
  }
}
