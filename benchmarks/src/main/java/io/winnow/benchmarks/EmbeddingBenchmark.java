package io.winnow.benchmarks;

import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.corpus.tokens.TokenCounter;
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

  private final EmbeddingModel model = EmbeddingModel.of("minilm");
  private final TokenCounter tokens = TokenCounter.of("o200k");
  private int next;

  private String beginning(DemoTexts demo) {
    String text = demo.texts.get(next++ % demo.texts.size());
    return text.substring(0, Math.min(text.length(), 8 * TOKENS));
  }

  /** The yardstick: tokens of the same beginnings counted. */
  @Benchmark
  public long countTokens(DemoTexts demo) {
    return tokens.count(beginning(demo));
  }

  @Benchmark
  public float[] embed(DemoTexts demo) {
    return model.embed(beginning(demo), TOKENS);
  }
}
