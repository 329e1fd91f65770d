package io.winnow.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.documents.ClusterLists;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.stage.MaskedTexts;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.kmeans.SphericalKMeansTest;
import io.winnow.dedup.semantic.Cells.Place;
import io.winnow.dedup.semantic.SemanticCell.Member;
import io.winnow.testing.PipelineConformance;
import io.winnow.testing.PipelineScenario;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The same documents say the same whatever runs the search, and however the shards lie. */
class SemanticConformanceTest extends PipelineConformance {
  private static final Table NEAR = Table.list("near", Table.ROW, ClusterLists.KEPT);

  private static final int NEIGHBOURS = 2;
  private static final double THRESHOLD = 0.9;

  private record Doc(int number, boolean kept, byte[] embedding) {
    DocumentId id() {
      return Digest.ofText("document " + number);
    }

    /** Whether it went as a near copy. */
    boolean lost() {
      return number % 17 == 0;
    }

    byte[] order() {
      return ByteBuffer.allocate(8).putLong(number * 7L % 400).array();
    }
  }

  @Override
  protected PipelineScenario scenario() {
    return trial -> {
      CorpusFolder folder = new CorpusFolder(trial.input().toString());
      List<Doc> docs = trial.arrangement().order(docs());
      List<Shard> shards = new ArrayList<>();
      int[] ends = {0, 90, 250, docs.size()};
      for (int i = 0; i < 3; i++) {
        shards.add(write(folder, i, docs.subList(ends[i], ends[i + 1])));
      }
      SemDedupSettings settings =
          new SemDedupSettings(
              THRESHOLD, List.of(0.7, 0.95), 6, 300, 20, 40, NEIGHBOURS, List.of("web"));
      StageRun run = new StageRun(folder, shards, trial.runner());
      Map<DocumentId, Place> places = findCells(run, settings);
      run.run(new FindSemanticCopies(settings, List.of(NEAR), 45));
      List<String> lines = new ArrayList<>();
      Map<DocumentId, String> survivors = new TreeMap<>();
      for (Row row : rows(run, FindSemanticCopies.CLUSTERS)) {
        lines.add(line(row));
        survivors.put(
            row.get(DocumentTable.ID),
            row.get(ClusterLists.SURVIVOR) + " of " + row.get(ClusterLists.SIZE));
      }
      lines.sort(null);
      assertEquals(plainly(docs, places), survivors);
      assertTrue(lines.size() > 50, "planted copies are found: " + lines.size());
      rows(run, FindSemanticCopies.THRESHOLDS).stream()
          .map(SemanticConformanceTest::line)
          .sorted()
          .forEach(lines::add);
      Files.write(trial.output().resolve("lines"), lines);
    };
  }

  /** Both looks once more, document by document, with plain sums of doubles. */
  private static Map<DocumentId, String> plainly(List<Doc> docs, Map<DocumentId, Place> places) {
    Map<Long, List<Member>> cells = new TreeMap<>();
    for (Doc doc : docs) {
      Place place = places.get(doc.id());
      if (place != null && doc.kept && !doc.lost() && doc.number % 13 != 0) {
        cells
            .computeIfAbsent(place.number(), cell -> new ArrayList<>())
            .add(new Member(doc.number, doc.id(), doc.order(), doc.embedding, place.neighbours()));
      }
    }
    Map<Long, Long> survivorOf = new TreeMap<>();
    Map<Long, Member> members = new TreeMap<>();
    Map<Long, Long> cellOf = new TreeMap<>();
    cells.forEach(
        (cell, all) -> {
          all.sort(Member.PREFERRED);
          survivorOf.putAll(SemanticCellTest.plain(all, THRESHOLD));
          all.forEach(member -> members.put(member.rowId(), member));
          all.forEach(member -> cellOf.put(member.rowId(), cell));
        });
    lookAgain(survivorOf, members, cellOf);
    Map<DocumentId, String> lines = new TreeMap<>();
    survivorOf.forEach(
        (member, survivor) -> {
          assertEquals(survivor, survivorOf.get(survivor), "a survivor is kept");
          long size = survivorOf.values().stream().filter(survivor::equals).count();
          if (size > 1) {
            lines.put(members.get(member).id(), members.get(survivor).id() + " of " + size);
          }
        });
    return lines;
  }

  private static void lookAgain(
      Map<Long, Long> survivorOf, Map<Long, Member> members, Map<Long, Long> cellOf) {
    Map<Long, List<Member>> wishes = new TreeMap<>();
    for (Member of : members.values()) {
      long followers = survivorOf.values().stream().filter(s -> s == of.rowId()).count();
      for (Member other : members.values()) {
        boolean meet =
            visits(of, cellOf.get(other.rowId())) || visits(other, cellOf.get(of.rowId()));
        if (followers == 1
            && survivorOf.get(other.rowId()) == other.rowId()
            && meet
            && !cellOf.get(of.rowId()).equals(cellOf.get(other.rowId()))
            && Member.PREFERRED.compare(other, of) < 0
            && SemanticCellTest.cosine(of, other) >= THRESHOLD) {
          wishes.computeIfAbsent(of.rowId(), row -> new ArrayList<>()).add(other);
        }
      }
    }
    int gone = 0;
    for (Map.Entry<Long, List<Member>> wish : wishes.entrySet()) {
      Member of = members.get(wish.getKey());
      Member best =
          wish.getValue().stream()
              .filter(other -> !wishes.containsKey(other.rowId()))
              .max(Comparator.comparingDouble(other -> SemanticCellTest.cosine(of, other)))
              .orElse(null);
      if (best != null) {
        survivorOf.put(of.rowId(), best.rowId());
        gone++;
      }
    }
    assertTrue(gone > 0, "the second look finds something: " + gone);
  }

  private static boolean visits(Member member, long cell) {
    return Arrays.stream(member.neighbours()).anyMatch(neighbour -> neighbour == cell);
  }

  private static String line(Row row) {
    return Arrays.stream(row.values())
        .skip(1)
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  /** From centroids to cells, of which some are too large. */
  private static Map<DocumentId, Place> findCells(StageRun run, SemDedupSettings settings)
      throws IOException {
    int most = settings.cellDocuments();
    for (Stage stage :
        List.of(
            new FindCentroids(settings, 45),
            new NearestCentroids(settings.neighbours()),
            new FindCrowdedCells(most),
            new FindParts(most, 45),
            new FindSplits(most),
            new AssignCells())) {
      assertTrue(run.run(stage), stage.name());
    }
    Map<Long, Integer> sizes = new TreeMap<>();
    Map<DocumentId, Place> places = new TreeMap<>();
    for (Shard shard : run.shards()) {
      try (AlignedRows rows =
          AlignedRows.open(
              run.folder(),
              shard.name(),
              List.of(
                  DocumentTable.IDS.columns(DocumentTable.ID),
                  AssignCells.CELLS.columns(AssignCells.CELL, AssignCells.NEIGHBOURS)))) {
        for (Row row = rows.row(); row != null; row = rows.row()) {
          Long cell = row.getOrNull(AssignCells.CELL);
          if (cell != null) {
            sizes.merge(cell, 1, Integer::sum);
            places.put(row.get(DocumentTable.ID), new Place(cell, row.get(AssignCells.NEIGHBOURS)));
          }
        }
      }
    }
    assertTrue(sizes.size() > 6, "some cells are split: " + sizes);
    assertTrue(
        sizes.values().stream().allMatch(size -> size <= most), "no cell is too large: " + sizes);
    return places;
  }

  private static List<Row> rows(StageRun run, Table table) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Shard shard : run.shards()) {
      try (TableReader reader = TableReader.open(table.file(run.folder(), shard.name()))) {
        for (Row row = reader.row(); row != null; row = reader.row()) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static List<Doc> docs() {
    Random random = new Random(45);
    float[] vectors = SphericalKMeansTest.planted(random, 100, 4, 0.25);
    List<Doc> docs = new ArrayList<>();
    int dimensions = vectors.length / 400;
    float[] vector = new float[dimensions];
    for (int i = 0; i < 400; i++) {
      System.arraycopy(vectors, i * dimensions, vector, 0, dimensions);
      docs.add(
          new Doc(
              i,
              random.nextInt(10) > 0,
              random.nextInt(20) == 0 ? new byte[0] : Embedding.toBytes(vector)));
    }
    return docs;
  }

  private static Shard write(CorpusFolder folder, int number, List<Doc> docs) throws IOException {
    List<Table> tables =
        List.of(
            DocumentTable.DOCUMENTS,
            DocumentTable.IDS,
            DecisionTables.DECIDED,
            EmbeddingTable.EMBEDDINGS,
            NEAR);
    try (ShardOutput output = new ShardOutput(folder, "s" + number, tables)) {
      for (int row = 0; row < docs.size(); row++) {
        Doc doc = docs.get(row);
        if (doc.number % 17 < 2) {
          output.write(NEAR, (long) row, !doc.lost());
        }
        @Nullable Object[] document = new @Nullable Object[DocumentTable.DOCUMENTS.schema().size()];
        document[1] = doc.number % 13 == 0 ? "book" : "web";
        output.write(DocumentTable.DOCUMENTS, document);
        output.write(DocumentTable.IDS, doc.id());
        output.write(DecisionTables.DECIDED, doc.kept, null, null, doc.kept ? doc.order() : null);
        if (doc.embedding.length == 0) {
          output.writeNothing(EmbeddingTable.EMBEDDINGS);
        } else {
          output.write(EmbeddingTable.EMBEDDINGS, (Object) doc.embedding);
          output.count(EmbeddingTable.EMBEDDINGS, MaskedTexts.MEASURED, 1);
        }
      }
      output.commit("");
    }
    return new Shard(number, "s" + number, docs.size(), 1);
  }
}
