package io.winnow.benchmarks;

import io.winnow.classifiers.LanguageIdentifier;
import io.winnow.corpus.Digest;
import io.winnow.corpus.tokens.TokenCounter;
import io.winnow.dedup.minhash.MinHashParameters;
import io.winnow.dedup.minhash.Signatures;
import io.winnow.quality.signals.SignalMeasures;
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
import org.openjdk.jmh.infra.Blackhole;

/** What map stages call for every text. One operation is all the texts. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class TextBenchmark {
  private final SignalMeasures measures = new SignalMeasures();
  private final double[] values = new double[SignalMeasures.count()];
  private final Signatures signatures = new Signatures(MinHashParameters.standard());
  private final TokenCounter tokens = TokenCounter.of("o200k");
  private final LanguageIdentifier languages = LanguageIdentifier.shared();

  /** The yardstick: each text read once, nothing else. */
  @Benchmark
  public void readCharacters(DemoTexts demo, DemoTexts.Counter counter, Blackhole hole) {
    for (String text : demo.texts) {
      long hash = 0;
      for (int i = 0; i < text.length(); i++) {
        hash = 31 * hash + text.charAt(i);
      }
      hole.consume(hash);
    }
    counter.megabytes += demo.bytes * 1e-6;
  }

  @Benchmark
  public void measureSignals(DemoTexts demo, DemoTexts.Counter counter, Blackhole hole) {
    for (String text : demo.texts) {
      measures.measure(text, values);
      hole.consume(values[0]);
    }
    counter.megabytes += demo.bytes * 1e-6;
  }

  @Benchmark
  public void countTokens(DemoTexts demo, DemoTexts.Counter counter, Blackhole hole) {
    for (String text : demo.texts) {
      hole.consume(tokens.count(text));
    }
    counter.megabytes += demo.bytes * 1e-6;
  }

  @Benchmark
  public void identifyLanguage(DemoTexts demo, DemoTexts.Counter counter, Blackhole hole) {
    for (String text : demo.texts) {
      hole.consume(languages.identify(text));
    }
    counter.megabytes += demo.bytes * 1e-6;
  }

  @Benchmark
  public void signWithMinHash(DemoTexts demo, DemoTexts.Counter counter, Blackhole hole) {
    for (String text : demo.texts) {
      hole.consume(signatures.bytes(text));
    }
    counter.megabytes += demo.bytes * 1e-6;
  }

  @Benchmark
  public void digest(DemoTexts demo, DemoTexts.Counter counter, Blackhole hole) {
    for (String text : demo.texts) {
      hole.consume(Digest.ofText(text));
    }
    counter.megabytes += demo.bytes * 1e-6;
  }
}
