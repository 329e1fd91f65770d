package io.winnow.dedup.minhash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.sketch.ExactSimilarity;
import io.winnow.dedup.sketch.MinHashParameters;
import io.winnow.dedup.sketch.Signatures;
import io.winnow.testing.PipelineConformance;
import io.winnow.testing.PipelineScenario;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * From texts to clusters: the same survivors whatever runs the search, and however the shards lie;
 * and those that a search over all pairs of documents finds.
 */
class NearCopiesConformanceTest extends PipelineConformance {
  private static final MinHashParameters PARAMETERS = new MinHashParameters(3, 12, 4);
  private static final double THRESHOLD = 0.6;

  /**
   * @param copies documents with its text
   */
  private record Doc(int number, boolean kept, String text, long copies) {
    DocumentId id() {
      return Digest.ofText("document " + number);
    }

    byte[] order() {
      return ByteBuffer.allocate(8).putLong(number * 7919L % 1000).array();
    }
  }

  @Override
  protected PipelineScenario scenario() {
    return trial -> {
      List<Doc> docs = docs();
      List<Doc> old = docs.subList(0, 40);
      List<Doc> own = trial.arrangement().order(docs.subList(40, docs.size()));
      CorpusFolder before = new CorpusFolder(trial.input().resolve("before").toString());
      CorpusFolder folder = new CorpusFolder(trial.input().resolve("now").toString());
      List<Shard> shards = new ArrayList<>();
      int[] ends = {0, 90, 90, 200, own.size()};
      for (int i = 0; i < 4; i++) {
        shards.add(write(folder, i, own.subList(ends[i], ends[i + 1])));
      }
      List<SignedShard> earlier = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Shard shard = write(before, i, old.subList(20 * i, 20 * i + 20));
        Shard numbered = new Shard(i, shard.name(), shard.rows(), 1);
        earlier.add(new SignedShard(before, numbered, DecisionTables.DECISIONS));
      }
      List<String> found = find(trial, folder, shards, earlier);
      List<String> expected = expected(docs);
      assertEquals(
          expected.stream().filter(line -> !found.contains(line)).limit(3).toList(),
          found.stream().filter(line -> !expected.contains(line)).limit(3).toList());
      assertTrue(found.size() > 100, "planted copies are found: " + found.size());
      Files.write(trial.output().resolve("clusters"), found);
    };
  }

  private static List<String> find(
      PipelineScenario.Trial trial,
      CorpusFolder folder,
      List<Shard> shards,
      List<SignedShard> earlier)
      throws IOException {
    StageRun run = new StageRun(folder, shards, trial.runner());
    EarlierShards against = new EarlierShards(earlier, "digest");
    run.run(new SignTexts(PARAMETERS));
    run.run(new FindPairs(PARAMETERS, against));
    run.run(new FindComponents());
    run.run(new FindSurvivors(THRESHOLD, against));
    List<String> lines = new ArrayList<>();
    for (Shard shard : shards) {
      for (Row row : rows(folder, shard, FindSurvivors.EDGES)) {
        assertEquals(
            row.get(FindSurvivors.EDGE_SIMILARITY) >= THRESHOLD, row.is(FindSurvivors.PASSED));
      }
      for (Row row : rows(folder, shard, FindSurvivors.CLUSTERS)) {
        lines.add(
            String.join(" ", Arrays.stream(row.values()).skip(1).map(String::valueOf).toList()));
      }
    }
    lines.sort(null);
    return lines;
  }

  /** By comparing all with all, in the order of preference, inside what bands join. */
  private static List<String> expected(List<Doc> docs) {
    Signatures signatures = new Signatures(PARAMETERS);
    List<byte[]> all = docs.stream().map(doc -> (byte[]) signatures.row(doc.text)[0]).toList();
    int[] component = new int[docs.size()];
    Arrays.setAll(component, i -> i);
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int i = 40; i < docs.size(); i++) {
        for (int j = 40; j < i; j++) {
          if (component[i] != component[j] && meet(all.get(i), all.get(j))) {
            component[i] = component[j] = Math.min(component[i], component[j]);
            changed = true;
          }
        }
      }
    }
    Map<Integer, List<Integer>> members = new TreeMap<>();
    for (int i = 40; i < docs.size(); i++) {
      List<Integer> of = members.computeIfAbsent(component[i], c -> new ArrayList<>());
      for (int j = 0; j < 40; j++) {
        if (docs.get(j).kept && meet(all.get(i), all.get(j)) && !of.contains(j)) {
          of.add(j);
        }
      }
      of.add(i);
    }
    List<String> lines = new ArrayList<>();
    for (List<Integer> of : members.values()) {
      of.removeIf(i -> !docs.get(i).kept);
      of.sort(
          Comparator.comparing((Integer i) -> i >= 40)
              .thenComparing(
                  i -> i >= 40 ? docs.get(i).order() : new byte[0], Arrays::compareUnsigned)
              .thenComparing(i -> docs.get(i).id()));
      compare(docs, of, lines);
    }
    lines.sort(null);
    return lines;
  }

  private static void compare(List<Doc> docs, List<Integer> members, List<String> lines) {
    Map<Integer, Integer> survivorOf = new HashMap<>();
    Map<Integer, Double> similarities = new HashMap<>();
    for (int i : members) {
      survivorOf.put(i, i);
      similarities.put(i, 1.0);
      double most = 0;
      for (int j : members) {
        boolean before = survivorOf.containsKey(j) && survivorOf.get(j) == j && j != i;
        double found = before ? ExactSimilarity.of(docs.get(i).text, docs.get(j).text, 3) : 0;
        if (i >= 40 && found > most && found >= THRESHOLD) {
          most = found;
          survivorOf.put(i, j);
          similarities.put(i, found);
        }
      }
    }
    for (int survivor : new TreeSet<>(survivorOf.values())) {
      List<Integer> cluster = members.stream().filter(i -> survivorOf.get(i) == survivor).toList();
      DocumentId name =
          cluster.stream()
              .filter(i -> i >= 40 || cluster.size() == 1)
              .map(i -> docs.get(i).id())
              .min(Comparator.naturalOrder())
              .orElseThrow();
      long copies = cluster.stream().mapToLong(i -> i < 40 ? 1 : docs.get(i).copies).sum();
      for (int i : cluster) {
        if (cluster.size() > 1 && i >= 40) {
          lines.add(
              String.format(
                  "%s %s %s %d %d %s %s",
                  docs.get(i).id(),
                  name,
                  docs.get(survivor).id(),
                  cluster.size(),
                  copies,
                  similarities.get(i),
                  i == survivor));
        }
      }
    }
  }

  private static boolean meet(byte @Nullable [] a, byte @Nullable [] b) {
    int width = PARAMETERS.rows() * Long.BYTES;
    for (int at = 0; a != null && b != null && at < a.length; at += width) {
      if (Arrays.equals(a, at, at + width, b, at, at + width)) {
        return true;
      }
    }
    return false;
  }

  /** Texts that copy an earlier one with some words changed, or not. */
  private static List<Doc> docs() {
    Random random = new Random(45);
    List<String> texts = new ArrayList<>();
    List<Doc> docs = new ArrayList<>();
    for (int i = 0; i < 340; i++) {
      StringBuilder text = new StringBuilder();
      String[] words = texts.isEmpty() ? new String[0] : texts.get(random.nextInt(i)).split(" ");
      if (words.length < 2 || random.nextInt(3) == 0) {
        words = new String[5 + random.nextInt(60)];
        Arrays.setAll(words, w -> "w" + random.nextInt(100_000));
      }
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        words[random.nextInt(words.length)] = "x" + random.nextInt(100_000);
      }
      text.append(random.nextInt(30) == 0 ? "" : String.join(" ", words));
      texts.add(text.toString());
      docs.add(new Doc(i, random.nextInt(8) > 0, text.toString(), 1 + random.nextInt(3)));
    }
    return docs;
  }

  /** A shard of a corpus before it is signed, and signed, as an earlier run leaves it. */
  private static Shard write(CorpusFolder folder, int number, List<Doc> docs) throws IOException {
    Signatures signatures = new Signatures(PARAMETERS);
    List<@Nullable Object[]> documents = new ArrayList<>();
    List<@Nullable Object[]> all = new ArrayList<>();
    List<@Nullable Object[]> ids = new ArrayList<>();
    List<@Nullable Object[]> decided = new ArrayList<>();
    List<@Nullable Object[]> decisions = new ArrayList<>();
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<@Nullable Object[]> equal = new ArrayList<>();
    int text = DocumentTable.DOCUMENTS.schema().indexOf(DocumentTable.TEXT.name());
    int kept = DecisionTables.DECISIONS.schema().indexOf(DecisionTables.KEPT.name());
    for (Doc doc : docs) {
      if (doc.copies > 1) {
        long row = ids.size();
        equal.add(group(row, doc, Likeness.CONTENT, doc.copies));
        equal.add(group(row, doc, Likeness.URL, 9));
      }
      @Nullable Object[] document = new @Nullable Object[DocumentTable.DOCUMENTS.schema().size()];
      document[text] = doc.text;
      documents.add(document);
      all.add(new @Nullable Object[] {true, null, null});
      ids.add(new @Nullable Object[] {doc.id()});
      decided.add(new @Nullable Object[] {doc.kept, null, null, doc.kept ? doc.order() : null});
      @Nullable Object[] decision = new @Nullable Object[DecisionTables.DECISIONS.schema().size()];
      decision[kept] = doc.kept;
      decisions.add(decision);
      rows.add(signatures.row(doc.text));
    }
    String shard = "s" + number;
    StageRun.write(folder, shard, DocumentTable.DOCUMENTS, documents);
    StageRun.write(folder, shard, DocumentTable.IDS, ids);
    StageRun.write(folder, shard, DecisionTables.PREFILTER, all);
    StageRun.write(folder, shard, DecisionTables.DECIDED, decided);
    StageRun.write(folder, shard, DecisionTables.DECISIONS, decisions);
    StageRun.write(folder, shard, SignTexts.SIGNATURES, rows);
    StageRun.write(folder, shard, DecisionTables.CLUSTERS_EXACT, equal);
    return new Shard(number, shard, docs.size(), 1);
  }

  private static @Nullable Object[] group(long row, Doc doc, Likeness by, long size) {
    return new @Nullable Object[] {row, doc.id(), by.word(), doc.id(), doc.id(), size, 1.0};
  }

  private static List<Row> rows(CorpusFolder folder, Shard shard, Table table) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (TableReader reader =
        TableReader.open(folder, shard.name(), new Columns(table, table.schema().columns()))) {
      for (Row row = reader.row(); row != null; row = reader.row()) {
        rows.add(row);
      }
    }
    return rows;
  }
}
