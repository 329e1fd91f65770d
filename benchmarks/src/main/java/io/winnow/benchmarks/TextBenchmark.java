package io.winnow.benchmarks;

import io.winnow.classifiers.LanguageIdentifier;
import io.winnow.corpus.Digest;
import io.winnow.corpus.tokens.TokenCounter;
import io.winnow.dedup.contamination.Benchmarks;
import io.winnow.dedup.contamination.ContaminationParameters;
import io.winnow.dedup.contamination.ContaminationScan;
import io.winnow.dedup.sketch.MinHashParameters;
import io.winnow.dedup.sketch.Signatures;
import io.winnow.quality.signals.SignalMeasures;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  private final Signatures sketch = new Signatures(MinHashParameters.standard());
  private final Signatures lucene = new Signatures(new MinHashParameters(5, 18, 7, true));
  private final TokenCounter tokens = TokenCounter.of("o200k");
  private final LanguageIdentifier languages = LanguageIdentifier.shared();
  private final ContaminationScan contamination = questions();

  /** Ten thousand items of twenty words that no text has, of which a lookup must make sure. */
  private static ContaminationScan questions() {
    try {
      Path file = Files.createTempFile("winnow-benchmark-", ".jsonl");
      try (BufferedWriter lines = Files.newBufferedWriter(file)) {
        for (int item = 0; item < 10_000; item++) {
          int number = item;
          String words =
              IntStream.range(0, 20)
                  .mapToObj(word -> "word" + (number + word) % 5000)
                  .collect(Collectors.joining(" "));
          lines.write("{\"question\": \"" + item + " " + words + "\"}\n");
        }
      }
      Benchmarks benchmarks =
          Benchmarks.of(
              List.of(file.toString()),
              file.toString(),
              new ContaminationParameters(List.of("question"), 13, 13));
      Files.delete(file);
      return new ContaminationScan(benchmarks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

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
  public void signBySketch(DemoTexts demo, DemoTexts.Counter counter, Blackhole hole) {
    sign(sketch, demo, counter, hole);
  }

  /** With the sketch that near copies are compared by: the whole row of the table. */
  @Benchmark
  public void signAndSketch(DemoTexts demo, DemoTexts.Counter counter, Blackhole hole) {
    for (String text : demo.texts) {
      hole.consume(sketch.row(text));
    }
    counter.megabytes += demo.bytes * 1e-6;
  }

  @Benchmark
  public void signByLucenesFilter(DemoTexts demo, DemoTexts.Counter counter, Blackhole hole) {
    sign(lucene, demo, counter, hole);
  }

  private static void sign(
      Signatures signatures, DemoTexts demo, DemoTexts.Counter counter, Blackhole hole) {
    for (String text : demo.texts) {
      hole.consume(signatures.of(text));
    }
    counter.megabytes += demo.bytes * 1e-6;
  }

  @Benchmark
  public void scanForBenchmarks(DemoTexts demo, DemoTexts.Counter counter, Blackhole hole) {
    for (String text : demo.texts) {
      hole.consume(contamination.scan(text));
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
