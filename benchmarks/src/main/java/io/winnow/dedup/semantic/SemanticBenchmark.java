package io.winnow.dedup.semantic;

import io.winnow.corpus.Digest;
import io.winnow.corpus.Embedding;
import io.winnow.dedup.kmeans.Centroids;
import io.winnow.dedup.kmeans.Vectors;
import io.winnow.dedup.semantic.SemanticCell.Member;
import io.winnow.glm.GemmRate;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Comparisons of vectors, from half floats to who is nearest or who goes, against the rate of
 * matrix products. Counted are two operations a dimension for each pair that has to be compared,
 * not what padding adds. In this package for what is not public in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class SemanticBenchmark {
  private static final int DIMENSIONS = 384;
  private static final int VECTORS = 4096;
  private static final int CENTROIDS = 1000;

  private final List<byte[]> embeddings = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private Centroids centroids = Centroids.of(List.of());
  private SemanticCell cell = new SemanticCell(new double[] {0.95}, DIMENSIONS);
  private GemmRate gemm = new GemmRate();

  /** Billions of operations a CPU-second, beside JMH's own numbers. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counter {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long wall;
    private long cpu;

    /** JMH divides it by the time, so it grows with the share of the time that was not ours. */
    public double gigaflops;

    @Setup(Level.Iteration)
    public void reset() {
      gigaflops = 0;
    }

    void begin() {
      wall = System.nanoTime();
      cpu = threads.getCurrentThreadCpuTime();
    }

    void end(double operations) {
      double share =
          (double) (threads.getCurrentThreadCpuTime() - cpu) / (System.nanoTime() - wall);
      gigaflops += 1e-9 * operations / share;
    }
  }

  /** Vectors that have nothing to do with each other, so that every one is kept. */
  @Setup
  public void draw() {
    Random random = new Random(45);
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < VECTORS; i++) {
      for (int j = 0; j < DIMENSIONS; j++) {
        vector[j] = (float) random.nextGaussian();
      }
      Vectors.normalize(vector);
      embeddings.add(Embedding.toBytes(vector));
      byte[] order = ByteBuffer.allocate(8).putLong(i).array();
      members.add(new Member(i, Digest.ofText("document " + i), order, embeddings.get(i)));
    }
    centroids = Centroids.of(embeddings.subList(0, CENTROIDS));
  }

  /** The yardstick: Gemm of ONNX Runtime over matrices of 2048 x 2048. */
  @Benchmark
  public double gemm(Counter counter) {
    counter.begin();
    double rate = gemm.measure();
    counter.end(2.0 * 2048 * 2048 * 2048);
    return rate;
  }

  /** 4,096 vectors to the nearest of 1,000 centroids. */
  @Benchmark
  public int[][] assign(Counter counter) {
    counter.begin();
    int[][] nearest = centroids.nearest(embeddings, 1);
    counter.end(2.0 * VECTORS * CENTROIDS * DIMENSIONS);
    return nearest;
  }

  /** A cell of 4,096 documents, each pair once. */
  @Benchmark
  public long[] compare(Counter counter) {
    counter.begin();
    long[] gone = cell.compare(members, (member, survivor, similarity) -> {});
    counter.end(1.0 * VECTORS * (VECTORS - 1) * DIMENSIONS);
    return gone;
  }

  @TearDown
  public void close() {
    cell.close();
    gemm.close();
  }
}
