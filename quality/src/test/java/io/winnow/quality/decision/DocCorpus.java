package io.winnow.quality.decision;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableWriter;
import io.winnow.corpus.table.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.jspecify.annotations.Nullable;

/** Writes documents of a test as tables, and runs the door over them. */
final class DocCorpus {
  static final Schema SIGNALS =
      Schema.of(Column.number("words", ""), Column.real("mean_word_length", ""));
  static final Map<Kind, String> QUALITY = Map.of(Kind.WEB, "quality", Kind.BOOK, "quality");
  private static final Schema SCORES = Schema.of(Column.real("quality", ""));
  private static final Schema CONTAMINATION =
      Schema.of(Column.number("row", ""), Column.real("share", ""), Column.flag("whole", ""));
  private static final Schema MEMBERS =
      Schema.of(Column.number("row", ""), Column.id("cluster", ""), Column.number("size", ""));

  private final Path root;
  private final CorpusFolder folder;
  private final List<List<Doc>> split;
  private final List<Shard> shards = new ArrayList<>();

  /**
   * @param split the documents of each shard
   */
  DocCorpus(Path root, List<List<Doc>> split) throws IOException {
    this.root = root;
    this.folder = new CorpusFolder(root.toString());
    this.split = split;
    for (int i = 0; i < split.size(); i++) {
      shards.add(new Shard(i, "s" + i, split.get(i).size(), 1));
      try (TableWriter documents =
              open(DocumentTable.DOCUMENTS.name(), i, DocumentTable.DOCUMENTS.schema());
          TableWriter ids = open(DocumentTable.IDS.name(), i, DocumentTable.IDS.schema());
          TableWriter signals = open("signals", i, SIGNALS);
          TableWriter scores = open("scores", i, SCORES);
          TableWriter contamination = open("contamination", i, CONTAMINATION)) {
        long number = 0;
        for (Doc doc : split.get(i)) {
          @Nullable Object[] row = new @Nullable Object[DocumentTable.DOCUMENTS.schema().size()];
          row[0] = doc.source();
          row[1] = doc.kind();
          row[4] = doc.url();
          row[12] = doc.date();
          row[14] = Digest.ofText(doc.content());
          row[16] = doc.textBytes();
          row[17] = doc.content();
          documents.write(row);
          ids.write(doc.id());
          signals.write(doc.words(), 4.5);
          scores.write(QUALITY.containsKey(Kind.of(doc.kind())) ? doc.quality() : null);
          if (doc.contaminated() != null) {
            // What shares all of an item is taken to have little else in it.
            contamination.write(number, doc.contaminated(), doc.contaminated() == 1);
            contamination.write(number, doc.contaminated() / 2, doc.contaminated() == 1);
          }
          number++;
        }
        documents.commit();
        ids.commit();
        signals.commit();
        scores.commit();
        contamination.commit();
      }
    }
    writeMembers(Likeness.CONTENT, Doc::content);
    writeMembers(Likeness.URL, Doc::url);
  }

  private TableWriter open(String table, int shard, Schema schema) throws IOException {
    return TableWriter.open(folder.table(table, "s" + shard), schema);
  }

  /** The groups of two and more, by name. */
  static SortedMap<String, List<Doc>> groups(List<Doc> docs, Function<Doc, @Nullable String> name) {
    SortedMap<String, List<Doc>> groups =
        docs.stream()
            .filter(doc -> name.apply(doc) != null)
            .collect(Collectors.groupingBy(name, TreeMap::new, Collectors.toList()));
    groups.values().removeIf(group -> group.size() < 2);
    return groups;
  }

  static DocumentId cluster(List<Doc> group) {
    return group.stream().map(Doc::id).min(DocumentId::compareTo).orElseThrow();
  }

  private void writeMembers(Likeness likeness, Function<Doc, @Nullable String> name)
      throws IOException {
    Map<String, List<Doc>> groups = groups(split.stream().flatMap(List::stream).toList(), name);
    for (int i = 0; i < split.size(); i++) {
      try (TableWriter members = open(likeness.members(), i, MEMBERS)) {
        for (int row = 0; row < split.get(i).size(); row++) {
          String group = name.apply(split.get(i).get(row));
          List<Doc> equal = group == null ? null : groups.get(group);
          if (equal != null) {
            members.write((long) row, cluster(equal), (long) equal.size());
          }
        }
        members.commit();
      }
    }
  }

  SortedMap<String, String> prefilter(Policy policy) throws IOException {
    return prefilter(policy, direct());
  }

  /** Name of each document to what the prefilter says of it. */
  SortedMap<String, String> prefilter(Policy policy, PipelineOptions options) throws IOException {
    Pipeline pipeline = Pipeline.create(options);
    Path out = root.resolve("out-" + UUID.randomUUID());
    collect(
        pipeline
            .apply("Shards", Tasks.shards(shards))
            .apply("Prefilter", Decide.prefilter(policy, folder, shards)),
        out,
        "prefilter");
    pipeline.run().waitUntilFinish();
    return byName(rows(out, "prefilter", DecisionTables.PREFILTER.packed()));
  }

  /** Name of each document to what the rules alone say of it. */
  SortedMap<String, String> ruled(Policy policy) throws IOException {
    Pipeline pipeline = Pipeline.create(direct());
    Path out = root.resolve("out-" + UUID.randomUUID());
    collect(
        pipeline
            .apply("Shards", Tasks.shards(shards))
            .apply("Rule", Decide.ruled(policy, folder, shards)),
        out,
        "ruled");
    pipeline.run().waitUntilFinish();
    return byName(rows(out, "ruled", DecisionTables.PREFILTER.packed()));
  }

  /**
   * What came out of one run.
   *
   * @param decisions by the document's name, its row but the row's number
   * @param exact lines of {@code clusters_exact}, sorted
   */
  record Result(SortedMap<String, String> decisions, List<String> exact) {}

  Result decide(Policy policy) throws IOException {
    return decide(policy, direct());
  }

  Result decide(Policy policy, PipelineOptions options) throws IOException {
    Pipeline pipeline = Pipeline.create(options);
    Path out = root.resolve("out-" + UUID.randomUUID());
    PCollectionTuple decided =
        pipeline
            .apply("Shards", Tasks.shards(shards))
            .apply("Decide", Decide.by(policy, folder, shards));
    collect(decided.get(Decide.DECIDED), out, "decisions");
    collect(decided.get(Decide.CLUSTERS_EXACT), out, "exact");
    pipeline.run().waitUntilFinish();
    List<String> exact = new ArrayList<>();
    for (Located row : rows(out, "exact", DecisionTables.CLUSTERS_EXACT.schema())) {
      requireOwn(row);
      exact.add(line(row.values, 1));
    }
    exact.sort(null);
    return new Result(
        byName(
            rows(out, "decisions", DecisionTables.DECIDED.packed()).stream()
                .map(row -> new Located(row.doc, Arrays.copyOf(row.values, 4)))
                .toList()),
        exact);
  }

  private record Located(Doc doc, @Nullable Object[] values) {}

  private static void requireOwn(Located row) {
    if (!row.doc.id().equals(row.values[1])) {
      throw new AssertionError("a row of " + row.doc.name() + " bears the id of another");
    }
  }

  private SortedMap<String, String> byName(List<Located> rows) {
    SortedMap<String, String> all = new TreeMap<>();
    for (Located row : rows) {
      if (all.put(row.doc.name(), line(row.values, 1)) != null) {
        throw new AssertionError("two decisions about " + row.doc.name());
      }
    }
    return all;
  }

  private static String line(@Nullable Object[] row, int from) {
    return Stream.of(row).skip(from).map(String::valueOf).collect(Collectors.joining(" "));
  }

  private List<Located> rows(Path out, String name, Schema schema) throws IOException {
    List<Located> rows = new ArrayList<>();
    if (Files.exists(out)) {
      try (Stream<Path> files = Files.list(out)) {
        for (Path file : files.sorted().toList()) {
          String[] parts = file.getFileName().toString().split("_");
          if (parts[0].equals(name)) {
            List<Doc> docs = split.get(Integer.parseInt(parts[1]));
            PackedRows.unpack(
                schema,
                Files.readAllBytes(file),
                row -> rows.add(new Located(docs.get(((Long) row[0]).intValue()), row)));
          }
        }
      }
    }
    return rows;
  }

  /** Options of a small run on Direct. */
  static PipelineOptions direct() {
    return PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2")
        .create();
  }

  /** One file per shard, like the driver's: written once more, it is the same. */
  private static void collect(PCollection<KV<Integer, byte[]>> blocks, Path out, String name) {
    blocks
        .apply(name + " by shard", GroupByKey.create())
        .apply("Write " + name, ParDo.of(new WriteBlocks(out.toString(), name)));
  }

  private static final class WriteBlocks extends DoFn<KV<Integer, Iterable<byte[]>>, Void> {
    private final String out;
    private final String name;

    WriteBlocks(String out, String name) {
      this.out = out;
      this.name = name;
    }

    @ProcessElement
    public void write(@Element KV<Integer, Iterable<byte[]>> blocks) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (byte[] block : blocks.getValue()) {
        all.write(block);
      }
      WholeFile.write(new CorpusFolder(out).file(name + "_" + blocks.getKey()), all.toByteArray());
    }
  }
}
