package io.winnow.benchmarks;

import io.winnow.classifiers.onnx.EmbeddingModel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The demo's documents, one after another, to vectors. One operation is one document. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 10)
@Fork(1)
public class EmbeddingBenchmark {
  private static final int TOKENS = 256;

  private final EmbeddingModel transformer = EmbeddingModel.of(EmbeddingModel.TRANSFORMER);
  private final EmbeddingModel vectors = EmbeddingModel.of(EmbeddingModel.STATIC);
  private int next;

  private String text(DemoTexts demo) {
    return demo.texts.get(next++ % demo.texts.size());
  }

  /** The yardstick, tokens included as in all of them. */
  @Benchmark
  public float[] embedByTransformer(DemoTexts demo) {
    return transformer.embed(text(demo), TOKENS);
  }

  @Benchmark
  public float[] embedByStaticVectors(DemoTexts demo) {
    return vectors.embed(text(demo), TOKENS);
  }

  /** Of which the tokens are: the ids of the same. */
  @Benchmark
  public long[] cutIntoTokens(DemoTexts demo) {
    return vectors.ids(text(demo), TOKENS);
  }
}
