package io.winnow.mixtures;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.table.TableWriter;
import io.winnow.mixtures.epochs.Component;
import io.winnow.mixtures.epochs.ComponentTotals;
import io.winnow.mixtures.epochs.CopyTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/** Writes documents of a test as tables, and mixes them. */
final class MixCorpus {
  static final Schema SIGNALS =
      Schema.of(
          Column.text("language", ""), Column.number("words", ""), Column.number("tokens", ""));
  private static final Schema DECISIONS =
      Schema.of(
          Column.flag("kept", ""),
          Column.number("bucket", ""),
          Column.text("tier", ""),
          Column.number("copies", ""));

  /** A document of a test; the name of its file is that of its shard. */
  record Doc(
      String name,
      String kind,
      boolean kept,
      @Nullable Long tokens,
      String text,
      @Nullable String repository) {
    Doc(String name, String kind, boolean kept, @Nullable Long tokens, String text) {
      this(name, kind, kept, tokens, text, null);
    }

    DocumentId id() {
      return Digest.ofText(name);
    }

    long textBytes() {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /** Documents with short texts, of which every fifth is dropped. */
  static List<Doc> docs(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Doc(
                    "doc" + i,
                    i % 3 == 0 ? "code" : "web",
                    i % 5 != 4,
                    (long) i % 17,
                    "text " + "é".repeat(i % 50) + i))
        .toList();
  }

  final Path root;
  final CorpusFolder folder;
  final List<Shard> shards = new ArrayList<>();

  MixCorpus(Path root, List<List<Doc>> split) throws IOException {
    this.root = root;
    this.folder = new CorpusFolder(root.toString());
    for (int i = 0; i < split.size(); i++) {
      String shard = "s" + i;
      List<Doc> docs = split.get(i);
      shards.add(new Shard(i, shard, docs.size(), docs.stream().mapToLong(Doc::textBytes).sum()));
      try (TableWriter documents =
              TableWriter.open(
                  folder.table(DocumentTable.DOCUMENTS.name(), shard),
                  DocumentTable.DOCUMENTS.schema());
          TableWriter ids =
              TableWriter.open(
                  folder.table(DocumentTable.IDS.name(), shard), DocumentTable.IDS.schema());
          TableWriter signals = TableWriter.open(folder.table("signals", shard), SIGNALS);
          TableWriter decisions = TableWriter.open(folder.table("decisions", shard), DECISIONS)) {
        for (Doc doc : docs) {
          @Nullable Object[] row = new @Nullable Object[DocumentTable.DOCUMENTS.schema().size()];
          row[0] = "source";
          row[1] = doc.kind();
          row[2] = "in/" + shard + "/" + doc.name();
          row[3] = (long) i;
          row[4] = "http://example.org/" + doc.name();
          row[5] = doc.kind().equals("code") ? null : "Title of " + doc.name();
          row[7] = doc.repository();
          row[8] = doc.repository() == null ? null : doc.name() + ".py";
          row[9] = doc.repository() == null ? null : "python";
          row[16] = doc.textBytes();
          row[17] = doc.text();
          documents.write(row);
          ids.write(doc.id());
          signals.write("en", 10L, doc.tokens());
          decisions.write(doc.kept(), null, null, null);
        }
        documents.commit();
        ids.commit();
        signals.commit();
        decisions.commit();
      }
    }
  }

  /** Writes {@code copies_NAME}; gives the totals of each component. */
  Map<String, ComponentTotals> copies(String mixture, long seed, List<Component> components)
      throws IOException {
    Map<String, ComponentTotals> totals = new TreeMap<>();
    CopyTable table = new CopyTable(mixture, components, seed, SIGNALS);
    for (Shard shard : shards) {
      try (TableWriter writer =
          TableWriter.open(folder.table(CopyTable.name(mixture), shard.name()), CopyTable.SCHEMA)) {
        table
            .write(folder, shard, writer::write)
            .forEach((name, part) -> totals.merge(name, part, ComponentTotals::plus));
        writer.commit();
      }
    }
    return totals;
  }

  void mix(Mixture mixture) {
    mix(
        mixture,
        PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2").create());
  }

  void mix(Mixture mixture, PipelineOptions options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Shards", Tasks.shards(shards))
        .apply("Mix", Mix.into(mixture, folder, "the key"));
    pipeline.run().waitUntilFinish();
  }

  List<@Nullable Object[]> rows(Mixture mixture, int part) throws IOException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    try (TableReader reader = TableReader.open(folder.table(mixture.table(), Mixture.part(part)))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  List<@Nullable Object[]> rows(Mixture mixture) throws IOException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int part = 0; part < mixture.parts(); part++) {
      rows.addAll(rows(mixture, part));
    }
    return rows;
  }

  Receipt receipt(Mixture mixture, int part) throws IOException {
    return Receipt.read(folder.receipt(mixture.table(), Mixture.part(part))).orElseThrow();
  }

  byte[] bytes(Mixture mixture, int part) throws IOException {
    return Files.readAllBytes(
        root.resolve(mixture.table()).resolve(Mixture.part(part) + ".parquet"));
  }
}
