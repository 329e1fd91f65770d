package io.winnow.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.table.TableWriter;
import io.winnow.dedup.Dedup;
import io.winnow.dedup.semantic.Cells.Place;
import io.winnow.dedup.semantic.SemanticCell.Member;
import io.winnow.testing.PipelineConformance;
import io.winnow.testing.PipelineScenario;
import io.winnow.testing.SeenRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.jspecify.annotations.Nullable;

/** The same documents say the same whatever runs the search, and however the shards lie. */
class SemanticConformanceTest extends PipelineConformance {
  private static final Schema DECIDED =
      Schema.of(Column.flag("kept", ""), Column.bytes("survivor_order", ""));
  private static final Schema NEAR = Schema.of(Column.number("row", ""), Column.flag("kept", ""));
  private static final Schema EMBEDDINGS = Schema.of(Column.bytes("embedding", ""));

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
      SemanticParameters parameters =
          new SemanticParameters(6, 300, 20, 40, NEIGHBOURS, THRESHOLD, List.of(0.7, 0.95));
      PipelineOptions options = trial.runner().options("semantic");
      Map<DocumentId, Place> places = findCells(folder, shards, parameters, options);
      List<String> lines = new ArrayList<>();
      Pipeline pipeline = Pipeline.create(options);
      PCollectionTuple found =
          pipeline
              .apply("Shards", Tasks.shards(shards))
              .apply(
                  "Search",
                  Dedup.semantic(
                      parameters,
                      Set.of(Kind.WEB),
                      folder,
                      "decided",
                      List.of("near"),
                      shards,
                      docs().size(),
                      45));
      SeenRows clusters =
          new SeenRows(found.get(FindSemanticCopies.CLUSTERS), SemanticTables.CLUSTERS_SCHEMA);
      SeenRows thresholds =
          new SeenRows(found.get(FindSemanticCopies.THRESHOLDS), SemanticTables.THRESHOLDS_SCHEMA);
      pipeline.run().waitUntilFinish();
      Map<DocumentId, String> survivors = new TreeMap<>();
      for (SeenRows.Row row : clusters.rows()) {
        lines.add(line(row.values()));
        survivors.put((DocumentId) row.values()[1], row.values()[3] + " of " + row.values()[4]);
      }
      lines.sort(null);
      assertEquals(plainly(docs, places), survivors);
      assertTrue(lines.size() > 50, "planted copies are found: " + lines.size());
      thresholds.rows().stream().map(row -> line(row.values())).sorted().forEach(lines::add);
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

  private static String line(@Nullable Object[] row) {
    return Arrays.stream(row).skip(1).map(String::valueOf).collect(Collectors.joining(" "));
  }

  /** From centroids to cells, of which some are too large. */
  private static Map<DocumentId, Place> findCells(
      CorpusFolder folder,
      List<Shard> shards,
      SemanticParameters parameters,
      PipelineOptions options)
      throws IOException {
    long documents = shards.stream().mapToLong(Shard::rows).sum();
    list(
        folder,
        shards,
        options,
        Dedup.centroids(parameters, folder, documents, 45),
        FindCentroids.TABLE,
        FindCentroids.SCHEMA);
    for (Shard shard : shards) {
      List<@Nullable Object[]> nearest = new ArrayList<>();
      Centroids.read(folder, shards.get(0))
          .nearest(folder, shard, 1 + NEIGHBOURS, row -> nearest.add(new @Nullable Object[] {row}));
      writeTable(
          folder, SemanticTables.NEAREST, shard.number(), SemanticTables.NEAREST_SCHEMA, nearest);
    }
    list(
        folder,
        shards,
        options,
        Dedup.crowdedCells(parameters, folder),
        FindCrowdedCells.TABLE,
        FindCrowdedCells.SCHEMA);
    list(
        folder,
        shards,
        options,
        Dedup.parts(parameters, folder, shards, 45),
        FindParts.TABLE,
        FindParts.SCHEMA);
    list(
        folder,
        shards,
        options,
        Dedup.splits(parameters, folder, shards),
        FindSplits.TABLE,
        FindSplits.SCHEMA);
    Map<Long, Integer> sizes = new TreeMap<>();
    Map<DocumentId, Place> places = new TreeMap<>();
    for (Shard shard : shards) {
      List<@Nullable Object[]> cells = new ArrayList<>();
      try (TableReader ids =
          TableReader.open(folder.table(DocumentTable.IDS.name(), shard.name()), List.of("id"))) {
        Cells.read(folder, shards.get(0))
            .of(
                folder,
                shard,
                place -> {
                  @Nullable Object[] id = ids.next();
                  if (place == null || id == null) {
                    cells.add(new @Nullable Object[] {null, null});
                  } else {
                    cells.add(new @Nullable Object[] {place.number(), place.neighbours()});
                    sizes.merge(place.number(), 1, Integer::sum);
                    places.put((DocumentId) id[0], place);
                  }
                });
      }
      writeTable(folder, SemanticTables.CELLS, shard.number(), SemanticTables.CELLS_SCHEMA, cells);
    }
    assertTrue(sizes.size() > 6, "some cells are split: " + sizes);
    assertTrue(
        sizes.values().stream().allMatch(size -> size <= parameters.cellDocuments()),
        "no cell is too large: " + sizes);
    return places;
  }

  /** Runs a transform that writes a list into the first shard. */
  private static void list(
      CorpusFolder folder,
      List<Shard> shards,
      PipelineOptions options,
      PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> transform,
      String table,
      Schema schema)
      throws IOException {
    List<@Nullable Object[]> rows = rows(options, shards, transform, schema);
    Comparator<@Nullable Object[]> byRow = Comparator.comparing(row -> (Long) row[0]);
    rows.sort(table.equals(FindParts.TABLE) ? byRow.thenComparing(row -> (Long) row[1]) : byRow);
    for (Shard shard : shards) {
      writeTable(folder, table, shard.number(), schema, shard.number() == 0 ? rows : List.of());
    }
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
    List<@Nullable Object[]> documents = new ArrayList<>();
    List<@Nullable Object[]> ids = new ArrayList<>();
    List<@Nullable Object[]> decided = new ArrayList<>();
    List<@Nullable Object[]> embeddings = new ArrayList<>();
    List<@Nullable Object[]> near = new ArrayList<>();
    for (Doc doc : docs) {
      if (doc.number % 17 < 2) {
        near.add(new @Nullable Object[] {(long) documents.size(), !doc.lost()});
      }
      @Nullable Object[] row = new @Nullable Object[DocumentTable.DOCUMENTS.schema().size()];
      row[1] = doc.number % 13 == 0 ? "book" : "web";
      documents.add(row);
      ids.add(new @Nullable Object[] {doc.id()});
      decided.add(new @Nullable Object[] {doc.kept, doc.kept ? doc.order() : null});
      embeddings.add(new @Nullable Object[] {doc.embedding.length == 0 ? null : doc.embedding});
    }
    writeTable(
        folder,
        DocumentTable.DOCUMENTS.name(),
        number,
        DocumentTable.DOCUMENTS.schema(),
        documents);
    writeTable(folder, DocumentTable.IDS.name(), number, DocumentTable.IDS.schema(), ids);
    writeTable(folder, "decided", number, DECIDED, decided);
    writeTable(folder, "near", number, NEAR, near);
    writeTable(folder, SemanticTables.EMBEDDINGS, number, EMBEDDINGS, embeddings);
    return new Shard(number, "s" + number, docs.size(), 1);
  }

  private static void writeTable(
      CorpusFolder folder, String table, int shard, Schema schema, List<@Nullable Object[]> rows)
      throws IOException {
    try (TableWriter writer = TableWriter.open(folder.table(table, "s" + shard), schema)) {
      for (@Nullable Object[] row : rows) {
        writer.write(row);
      }
      writer.commit();
    }
  }

  private static List<@Nullable Object[]> rows(
      PipelineOptions options,
      List<Shard> shards,
      PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> transform,
      Schema schema) {
    Pipeline pipeline = Pipeline.create(options);
    SeenRows seen =
        new SeenRows(
            pipeline.apply("Shards", Tasks.shards(shards)).apply("Search", transform), schema);
    pipeline.run().waitUntilFinish();
    return new ArrayList<>(seen.rows().stream().map(SeenRows.Row::values).toList());
  }
}
