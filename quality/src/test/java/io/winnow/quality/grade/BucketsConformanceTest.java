package io.winnow.quality.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.ClusterLists;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.ScoreTable;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.quality.signals.SignalMeasures;
import io.winnow.testing.PipelineConformance;
import io.winnow.testing.PipelineScenario;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The same buckets whatever runs the search, and those of a plain sort of all documents. */
class BucketsConformanceTest extends PipelineConformance {
  private static final List<Buckets> BUCKETS =
      List.of(new Buckets(Kind.WEB, "quality", 20), new Buckets(Kind.BOOK, "style", 3));
  private static final Table SCORES = ScoreTable.of(List.of("quality", "style"));
  private static final Table LOSSES = Table.list("clusters", Table.ROW, ClusterLists.KEPT);

  /** A document of the test; a copy by what it says is a member of a cluster. */
  private record Doc(
      int number,
      Kind kind,
      boolean kept,
      boolean member,
      boolean loser,
      @Nullable Long tokens,
      @Nullable Double quality,
      @Nullable Double style) {
    DocumentId id() {
      return Digest.ofText("document " + number);
    }

    @Nullable Double score(Buckets buckets) {
      return buckets.score().equals("quality") ? quality : style;
    }

    long length() {
      return tokens == null ? 0 : tokens;
    }
  }

  @Override
  protected PipelineScenario scenario() {
    return trial -> {
      CorpusFolder folder = new CorpusFolder(trial.input().toString());
      List<Doc> docs = trial.arrangement().order(docs());
      int[] ends = {0, 70, 71, 300, docs.size()};
      List<Shard> shards = new ArrayList<>();
      for (int i = 0; i + 1 < ends.length; i++) {
        write(folder, i, docs.subList(ends[i], ends[i + 1]));
        shards.add(new Shard(i, "s" + i, ends[i + 1] - ends[i], 1));
      }
      new StageRun(folder, shards, trial.runner())
          .run(
              new FillBuckets(
                  BUCKETS, List.of(Drop.losers("semdedup", "semantic-duplicate", "", LOSSES))));
      TreeMap<Integer, Long> found = new TreeMap<>();
      for (Shard shard : shards) {
        try (TableReader rows =
            TableReader.open(
                folder,
                shard.name(),
                FillBuckets.BUCKETS.columns(Table.ROW, DecisionTables.BUCKET))) {
          for (Row row = rows.row(); row != null; row = rows.row()) {
            int number = docs.get(ends[shard.number()] + row.get(Table.ROW).intValue()).number();
            found.put(number, row.get(DecisionTables.BUCKET));
          }
        }
      }
      assertEquals(plain(docs), found);
      Files.writeString(trial.output().resolve("buckets"), found.toString());
    };
  }

  /** The second opinion: everything sorted at once. */
  private static TreeMap<Integer, Long> plain(List<Doc> docs) {
    TreeMap<Integer, Long> expected = new TreeMap<>();
    for (Buckets buckets : BUCKETS) {
      List<Doc> sorted =
          docs.stream()
              .filter(doc -> doc.kind() == buckets.kind() && doc.kept() && !doc.loser())
              .filter(doc -> doc.score(buckets) != null)
              .sorted(Comparator.comparing((Doc doc) -> doc.score(buckets)).thenComparing(Doc::id))
              .toList();
      long all = sorted.stream().mapToLong(Doc::length).sum();
      long before = 0;
      for (Doc doc : sorted) {
        expected.put(doc.number(), (long) buckets.of(before, doc.length(), all));
        before += doc.length();
      }
    }
    return expected;
  }

  private static List<Doc> docs() {
    Random random = new Random(45);
    List<Doc> docs = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      // Scores of few values, so that there are ties; some outside of what a probability can be.
      double quality = random.nextInt(40) / 30.0 - 0.1;
      docs.add(
          new Doc(
              i,
              random.nextInt(4) == 0 ? Kind.BOOK : random.nextInt(9) == 0 ? Kind.CODE : Kind.WEB,
              random.nextInt(5) > 0,
              random.nextInt(6) == 0,
              random.nextInt(12) == 0,
              random.nextInt(10) == 0 ? null : (long) random.nextInt(3000),
              random.nextInt(10) == 0 ? null : quality,
              random.nextInt(10) == 0 ? null : random.nextDouble()));
    }
    return docs;
  }

  private static void write(CorpusFolder folder, int shard, List<Doc> docs) throws IOException {
    write(
        folder,
        shard,
        DocumentTable.DOCUMENTS,
        docs,
        doc ->
            DocumentTable.DOCUMENTS.schema().columns().stream()
                .map(column -> column.equals(DocumentTable.KIND) ? doc.kind().word() : null)
                .toArray());
    write(folder, shard, DocumentTable.IDS, docs, doc -> new Object[] {doc.id()});
    write(
        folder,
        shard,
        DecisionTables.DECIDED,
        docs,
        doc -> new @Nullable Object[] {doc.kept(), null, null, null});
    write(
        folder,
        shard,
        SignalMeasures.SIGNALS,
        docs,
        doc ->
            SignalMeasures.SIGNALS.schema().columns().stream()
                .map(column -> column.equals(SignalTable.TOKENS) ? doc.tokens() : null)
                .toArray());
    write(folder, shard, SCORES, docs, doc -> new @Nullable Object[] {doc.quality(), doc.style()});
    List<@Nullable Object[]> members = new ArrayList<>();
    for (int i = 0; i < docs.size(); i++) {
      if (docs.get(i).loser() || docs.get(i).member()) {
        members.add(new Object[] {(long) i, !docs.get(i).loser()});
      }
    }
    StageRun.write(folder, "s" + shard, LOSSES, members);
  }

  private static void write(
      CorpusFolder folder,
      int shard,
      Table table,
      List<Doc> docs,
      Function<Doc, @Nullable Object[]> row)
      throws IOException {
    StageRun.write(folder, "s" + shard, table, docs.stream().map(row).toList());
  }
}
