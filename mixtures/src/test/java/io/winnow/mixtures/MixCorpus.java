package io.winnow.mixtures;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.mixtures.epochs.ChooseCopies;
import io.winnow.mixtures.epochs.Component;
import io.winnow.mixtures.epochs.ComponentTotals;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Writes documents of a test as tables, and mixes them. */
final class MixCorpus {
  private static final Column<Long> WORDS = Column.number("words", "");
  static final Table SIGNALS = SignalTable.of(Schema.of(WORDS));
  static final List<Offer> OFFERS =
      List.of(
          Offer.all(SIGNALS, true),
          new Offer(DecisionTables.DECISIONS, List.of("bucket", "tier", "copies"), false));

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
      long offset = i;
      List<Doc> docs = split.get(i);
      shards.add(new Shard(i, shard, docs.size(), docs.stream().mapToLong(Doc::textBytes).sum()));
      write(shard, DocumentTable.DOCUMENTS, docs, doc -> document(doc, shard, offset));
      write(shard, DocumentTable.IDS, docs, doc -> Map.of(DocumentTable.ID, doc.id()));
      write(shard, SIGNALS, docs, MixCorpus::signals);
      write(shard, DecisionTables.DECISIONS, docs, doc -> Map.of(DecisionTables.KEPT, doc.kept()));
    }
  }

  private void write(String shard, Table table, List<Doc> docs, Function<Doc, Map<?, ?>> values)
      throws IOException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Doc doc : docs) {
      Map<?, ?> own = values.apply(doc);
      rows.add(table.schema().columns().stream().map(own::get).toArray());
    }
    StageRun.write(folder, shard, table, rows);
  }

  private static Map<?, ?> document(Doc doc, String shard, long offset) {
    Map<Column<?>, Object> values = new HashMap<>();
    values.put(DocumentTable.SOURCE, "source");
    values.put(DocumentTable.KIND, doc.kind());
    values.put(DocumentTable.URI, "in/" + shard + "/" + doc.name());
    values.put(DocumentTable.OFFSET, offset);
    values.put(DocumentTable.SOURCE_URI, "http://example.org/" + doc.name());
    if (!doc.kind().equals("code")) {
      values.put(DocumentTable.TITLE, "Title of " + doc.name());
    }
    if (doc.repository() != null) {
      values.put(DocumentTable.REPOSITORY, doc.repository());
      values.put(DocumentTable.PATH, doc.name() + ".py");
      values.put(DocumentTable.PROGRAMMING_LANGUAGE, "python");
    }
    values.put(DocumentTable.TEXT_BYTES, doc.textBytes());
    values.put(DocumentTable.TEXT, doc.text());
    return values;
  }

  private static Map<?, ?> signals(Doc doc) {
    Map<Column<?>, Object> values = new HashMap<>();
    values.put(SignalTable.LANGUAGE, "en");
    values.put(WORDS, 10L);
    values.put(SignalTable.TOKENS, doc.tokens());
    return values;
  }

  /** Writes {@code copies_NAME}; gives the totals of each component. */
  Map<String, ComponentTotals> copies(String mixture, long seed, List<Component> components)
      throws IOException {
    StageRun run = new StageRun(folder, shards, direct());
    run.run(new ChooseCopies(mixture, components, seed, SIGNALS, OFFERS, false));
    Map<String, ComponentTotals> totals = new TreeMap<>();
    for (Component component : components) {
      totals.put(
          component.name(),
          ComponentTotals.sum(run.receipts(ChooseCopies.table(mixture)), component.name()));
    }
    return totals;
  }

  private static Runner direct() {
    return Runners.directWithChecks(2);
  }

  void mix(Mixture mixture) {
    mix(mixture, direct().options("mix"));
  }

  void mix(Mixture mixture, PipelineOptions options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Shards", Work.shards(new StageRun(folder, shards, direct())))
        .apply("Mix", new Mix(mixture, SIGNALS, folder, "the key"));
    pipeline.run().waitUntilFinish();
  }

  private static Table table(Mixture mixture) {
    return MixTexts.table(mixture.name(), mixture.sequence() != null);
  }

  List<Row> rows(Mixture mixture, int part) throws IOException {
    List<Row> rows = new ArrayList<>();
    Table table = table(mixture);
    try (TableReader reader =
        TableReader.open(folder, Shard.part(part), table.columns(table.schema().names()))) {
      for (Row row = reader.row(); row != null; row = reader.row()) {
        rows.add(row);
      }
    }
    return rows;
  }

  List<Row> rows(Mixture mixture) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int part = 0; part < mixture.parts(); part++) {
      rows.addAll(rows(mixture, part));
    }
    return rows;
  }

  Receipt receipt(Mixture mixture, int part) throws IOException {
    return Receipt.read(folder.receipt(table(mixture).name(), Shard.part(part))).orElseThrow();
  }

  byte[] bytes(Mixture mixture, int part) throws IOException {
    return Files.readAllBytes(
        root.resolve(table(mixture).name()).resolve(Shard.part(part) + ".parquet"));
  }
}
