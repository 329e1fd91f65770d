package io.winnow.quality.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableWriter;
import io.winnow.testing.PipelineConformance;
import io.winnow.testing.PipelineScenario;
import io.winnow.testing.SeenRows;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.jspecify.annotations.Nullable;

/** The same buckets whatever runs the search, and those of a plain sort of all documents. */
class BucketsConformanceTest extends PipelineConformance {
  private static final List<Buckets> BUCKETS =
      List.of(new Buckets(Kind.WEB, "quality", 20), new Buckets(Kind.BOOK, "style", 3));
  private static final Schema DECIDED = Schema.of(Column.flag("kept", ""));
  private static final Schema SIGNALS = Schema.of(Column.number("tokens", ""));
  private static final Schema SCORES =
      Schema.of(Column.real("quality", ""), Column.real("style", ""));
  private static final Schema LOSSES = Schema.of(Column.number("row", ""), Column.flag("kept", ""));

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
      Pipeline pipeline = Pipeline.create(trial.runner().options("buckets"));
      SeenRows seen =
          new SeenRows(
              pipeline
                  .apply("Shards", Tasks.shards(shards))
                  .apply(
                      "Buckets",
                      new FindBuckets(BUCKETS, folder, "decided", List.of(LostCopies.SEMANTIC))),
              FindBuckets.SCHEMA);
      pipeline.run().waitUntilFinish();
      TreeMap<Integer, Long> found = new TreeMap<>();
      for (SeenRows.Row row : seen.rows()) {
        int number = docs.get(ends[row.shard()] + ((Long) row.values()[0]).intValue()).number();
        found.put(number, (Long) row.values()[1]);
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
    try (TableWriter documents =
            open(folder, DocumentTable.DOCUMENTS.name(), shard, DocumentTable.DOCUMENTS.schema());
        TableWriter ids =
            open(folder, DocumentTable.IDS.name(), shard, DocumentTable.IDS.schema());
        TableWriter decided = open(folder, "decided", shard, DECIDED);
        TableWriter signals = open(folder, "signals", shard, SIGNALS);
        TableWriter scores = open(folder, "scores", shard, SCORES);
        TableWriter losses = open(folder, LostCopies.SEMANTIC.table(), shard, LOSSES)) {
      long number = 0;
      for (Doc doc : docs) {
        @Nullable Object[] row = new @Nullable Object[DocumentTable.DOCUMENTS.schema().size()];
        row[1] = doc.kind().word();
        documents.write(row);
        ids.write(doc.id());
        decided.write(doc.kept());
        signals.write(doc.tokens());
        scores.write(doc.quality(), doc.style());
        if (doc.loser()) {
          losses.write(number, false);
        } else if (doc.member()) {
          losses.write(number, true);
        }
        number++;
      }
      for (TableWriter table : List.of(documents, ids, decided, signals, scores, losses)) {
        table.commit();
      }
    }
  }

  private static TableWriter open(CorpusFolder folder, String table, int shard, Schema schema)
      throws IOException {
    return TableWriter.open(folder.table(table, "s" + shard), schema);
  }
}
