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
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.quality.signals.SignalMeasures;
import io.winnow.runners.Runners;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordTest {
  private static final Table NEAR =
      Table.list("near", Table.ROW, ClusterLists.KEPT, DecisionTables.COPIES);
  private static final Table MEANING = Table.list("meaning", Table.ROW, ClusterLists.KEPT);
  private static final Table SCORES = ScoreTable.of(List.of("code_quality"));
  private static final Column<Double> LOSS = Column.real("loss", "");
  private static final Table LOSSES = Table.aligned("losses", LOSS);
  private static final int DOCUMENTS = 400;

  private final Random random = new Random(45);
  private final List<Map<Column<?>, Object>> documents = new ArrayList<>();

  @TempDir Path folder;

  /** The reasons one after another, as they are meant. */
  @Test
  void whatIsKeptGoesAsACopyThenForItsBucketThenForItsTier() throws IOException {
    StageRun run = corpus();
    Tiers tiers = new Tiers(Kind.CODE, "code_quality", 0.3, 0.6);
    run.run(
        new LastWord(
            List.of(
                Drop.losers("one", "near-duplicate", "", NEAR),
                Drop.losers("two", "same-meaning", "", MEANING)),
            true,
            List.of(tiers)));
    List<Row> near = rows(run, NEAR);
    List<Row> meaning = rows(run, MEANING);
    List<Row> decisions = rows(run, DecisionTables.DECISIONS);
    for (int i = 0; i < DOCUMENTS; i++) {
      Map<Column<?>, Object> document = documents.get(i);
      String why = null;
      Object bucket = document.get(DecisionTables.BUCKET);
      Object tier = null;
      if (!Boolean.TRUE.equals(document.get(DecisionTables.KEPT))) {
        why = "rules few";
      } else if (loses(near, i)) {
        why = "one near-duplicate";
      } else if (loses(meaning, i)) {
        why = "two same-meaning";
      } else {
        Double score = (Double) document.get(ScoreTable.column("code_quality"));
        if (score != null && "code".equals(document.get(DocumentTable.KIND))) {
          tier = score < 0.3 ? "low" : score < 0.6 ? "medium" : "high";
        }
        why =
            Long.valueOf(1).equals(bucket)
                ? "grade lowest-bucket"
                : "low".equals(tier) ? "grade low-tier" : null;
      }
      Long copies = null;
      if (why == null) {
        Row own = of(near, i);
        Object equal = document.get(DecisionTables.SIZE);
        copies = own != null ? own.get(DecisionTables.COPIES) : equal == null ? 1L : (Long) equal;
      }
      Row row = decisions.get(i);
      String found =
          row.getOrNull(DecisionTables.STAGE) + " " + row.getOrNull(DecisionTables.REASON);
      assertEquals(why == null ? "null null" : why, found, "document " + i);
      assertEquals(why == null, row.is(DecisionTables.KEPT));
      assertEquals(bucket, row.getOrNull(DecisionTables.BUCKET));
      assertEquals(tier, row.getOrNull(DecisionTables.TIER));
      assertEquals(copies, row.getOrNull(DecisionTables.COPIES));
    }
  }

  /** Everything sorted at once. */
  @Test
  void aLossIsSortedAmongThoseOfItsSourceAndLanguage() throws IOException {
    StageRun run = corpus();
    LossBuckets buckets = new LossBuckets(0.3, 0.6);
    run.run(new SortLosses(buckets, LOSSES, LOSS));
    Map<Integer, String> expected = new HashMap<>();
    for (String source : List.of("a", "b")) {
      for (String language : List.of("en", "fr")) {
        List<Integer> sorted = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
          Map<Column<?>, Object> document = documents.get(i);
          if (source.equals(document.get(DocumentTable.SOURCE))
              && language.equals(document.get(SignalTable.LANGUAGE))
              && document.get(LOSS) != null) {
            sorted.add(i);
          }
        }
        sorted.sort(
            Comparator.comparing((Integer i) -> (Double) documents.get(i).get(LOSS))
                .thenComparing(i -> (DocumentId) documents.get(i).get(DocumentTable.ID)));
        for (int i = 0; i < sorted.size(); i++) {
          expected.put(sorted.get(i), buckets.of(i, sorted.size()));
        }
      }
    }
    List<Row> found = rows(run, SortLosses.LOSS_BUCKETS);
    for (int i = 0; i < DOCUMENTS; i++) {
      assertEquals(expected.get(i), found.get(i).getOrNull(SortLosses.LOSS_BUCKET));
    }
  }

  private static @Nullable Row of(List<Row> list, long number) {
    return list.stream().filter(row -> row.get(Table.ROW) == number).findFirst().orElse(null);
  }

  private static boolean loses(List<Row> list, long number) {
    Row row = of(list, number);
    return row != null && !row.is(ClusterLists.KEPT);
  }

  private StageRun corpus() throws IOException {
    for (int i = 0; i < DOCUMENTS; i++) {
      Map<Column<?>, Object> document = new HashMap<>();
      boolean kept = random.nextInt(5) > 0;
      document.put(DocumentTable.ID, Digest.ofText("document " + i));
      document.put(DocumentTable.SOURCE, random.nextBoolean() ? "a" : "b");
      document.put(DocumentTable.KIND, random.nextBoolean() ? "code" : "web");
      document.put(SignalTable.LANGUAGE, random.nextBoolean() ? "en" : "fr");
      document.put(DecisionTables.KEPT, kept);
      document.put(DecisionTables.STAGE, kept ? null : "rules");
      document.put(DecisionTables.REASON, kept ? null : "few");
      document.put(Table.ROW, (long) i);
      document.put(DecisionTables.BY, random.nextInt(3) > 0 ? "content" : "url");
      document.put(ScoreTable.column("code_quality"), random.nextInt(9) / 8.0);
      document.put(LOSS, random.nextInt(4) == 0 ? null : random.nextInt(40) / 2.0);
      document.put(DecisionTables.BUCKET, kept && random.nextBoolean() ? bucket() : null);
      documents.add(document);
    }
    CorpusFolder corpus = new CorpusFolder(folder.toString());
    write(corpus, DocumentTable.DOCUMENTS, document -> true);
    write(corpus, DocumentTable.IDS, document -> true);
    write(corpus, SignalMeasures.SIGNALS, document -> true);
    write(corpus, DecisionTables.DECIDED, document -> true);
    write(corpus, SCORES, document -> true);
    write(corpus, LOSSES, document -> true);
    write(corpus, FillBuckets.BUCKETS, document -> document.get(DecisionTables.BUCKET) != null);
    documents.forEach(document -> document.put(ClusterLists.KEPT, random.nextInt(3) > 0));
    documents.forEach(document -> document.put(DecisionTables.COPIES, 2L + random.nextInt(9)));
    write(corpus, NEAR, document -> random.nextInt(3) == 0);
    write(corpus, MEANING, document -> random.nextInt(3) == 0);
    documents.forEach(document -> document.put(DecisionTables.SIZE, 2L + random.nextInt(9)));
    write(corpus, DecisionTables.CLUSTERS_EXACT, document -> true);
    documents.stream()
        .filter(document -> !"content".equals(document.get(DecisionTables.BY)))
        .forEach(document -> document.remove(DecisionTables.SIZE));
    return new StageRun(
        corpus, List.of(new Shard(0, "s", DOCUMENTS, 1)), Runners.directWithChecks(2));
  }

  private Long bucket() {
    return 1L + random.nextInt(3);
  }

  /** A row for each document that a table has. */
  private void write(
      CorpusFolder corpus, Table table, Function<Map<Column<?>, Object>, Boolean> has)
      throws IOException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Map<Column<?>, Object> document : documents) {
      if (has.apply(document)) {
        rows.add(table.schema().columns().stream().map(document::get).toArray());
      }
    }
    StageRun.write(corpus, "s", table, rows);
  }

  private static List<Row> rows(StageRun run, Table table) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (TableReader reader =
        TableReader.open(run.folder(), "s", table.columns(table.schema().names()))) {
      for (Row row = reader.row(); row != null; row = reader.row()) {
        rows.add(row);
      }
    }
    return rows;
  }
}
