package io.winnow.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A few hundred texts of the demo's documents of one kind, the same ones every time. */
@State(Scope.Benchmark)
public class DemoTexts {
  private static final int TEXTS = 400;
  private static final int LONGEST = 200_000;

  @Param({"web", "code"})
  public String kind = "";

  List<String> texts = List.of();
  long bytes;

  /** Megabytes of UTF-8 a second, beside JMH's own numbers. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counter {
    /** JMH divides it by the time: millions of bytes a second. */
    public double megabytes;

    @Setup(Level.Iteration)
    public void reset() {
      megabytes = 0;
    }
  }

  @Setup
  public void read() throws IOException {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    CorpusFolder demo = new CorpusFolder(Path.of("../demo").toRealPath().toString());
    List<String> shards;
    try (Stream<Path> files = Files.list(Path.of("../demo", DocumentTable.DOCUMENTS.name()))) {
      shards =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".parquet"))
              .map(name -> name.replace(".parquet", ""))
              .sorted()
              .toList();
    }
    List<String> all = new ArrayList<>();
    for (String shard : shards) {
      try (TableReader reader =
          TableReader.open(
              demo.table(DocumentTable.DOCUMENTS.name(), shard), List.of("kind", "text"))) {
        for (Row row = reader.row(); row != null; row = reader.row()) {
          String text = row.getOrNull(DocumentTable.TEXT);
          if (kind.equals(row.getOrNull(DocumentTable.KIND))
              && text != null
              && text.length() <= LONGEST) {
            all.add(text);
          }
        }
      }
    }
    texts = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      texts.add(all.get((int) ((long) all.size() * i / TEXTS)));
    }
    bytes = texts.stream().mapToLong(text -> text.getBytes(UTF_8).length).sum();
  }
}
