package io.winnow.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.readers.html.MainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jsoup.Jsoup;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The main text of the demo's pages. One operation is all the pages. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class PageBenchmark {
  private static final int PAGES = 200;

  private final List<String> pages = new ArrayList<>();
  private double megabytes;

  @Setup
  public void read() throws IOException {
    Path archive;
    try (Stream<Path> files = Files.walk(Path.of("../samples/demo-input"))) {
      archive =
          files.filter(file -> file.toString().endsWith("-javadoc.jar")).sorted().findFirst().get();
    }
    try (ZipFile jar = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().endsWith(".html") && pages.size() < PAGES) {
          byte[] page = jar.getInputStream(entry).readAllBytes();
          megabytes += page.length * 1e-6;
          pages.add(new String(page, UTF_8));
        }
      }
    }
  }

  /** The yardstick: only parsed. */
  @Benchmark
  public void parse(DemoTexts.Counter counter, Blackhole hole) {
    for (String page : pages) {
      hole.consume(Jsoup.parse(page));
    }
    counter.megabytes += megabytes;
  }

  @Benchmark
  public void extractMainText(DemoTexts.Counter counter, Blackhole hole) {
    for (String page : pages) {
      hole.consume(MainText.extract(page));
    }
    counter.megabytes += megabytes;
  }
}
