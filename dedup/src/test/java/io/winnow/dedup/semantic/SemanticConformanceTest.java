package io.winnow.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.Kind;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.DocumentTable;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.table.TableWriter;
import io.winnow.corpus.table.Tasks;
import io.winnow.dedup.Dedup;
import io.winnow.testing.PipelineConformance;
import io.winnow.testing.PipelineScenario;
import io.winnow.testing.SeenRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/** The same documents say the same whatever runs the search, and however the shards lie. */
class SemanticConformanceTest extends PipelineConformance {
  private static final Schema DECIDED =
      Schema.of(
          new Column("kept", ColumnType.BOOLEAN, ""),
          new Column("survivor_order", ColumnType.BYTES, ""));
  private static final Schema EMBEDDINGS = Schema.of(new Column("embedding", ColumnType.BYTES, ""));

  private record Doc(int number, boolean kept, byte[] embedding) {
    DocumentId id() {
      return Digest.ofText("document " + number);
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
      SemanticParameters parameters = new SemanticParameters(6, 300, 20, 0.9);
      List<@Nullable Object[]> centroids =
          rows(
              trial.runner().options("centroids"),
              shards,
              Dedup.centroids(parameters, folder, docs.size(), 45),
              FindCentroids.SCHEMA);
      centroids.sort(Comparator.comparing(row -> (Long) row[0]));
      writeTable(folder, FindCentroids.TABLE, 0, FindCentroids.SCHEMA, centroids);
      for (Shard shard : shards) {
        Centroids found = Centroids.read(folder, shards.get(0));
        List<@Nullable Object[]> cells = new ArrayList<>();
        try (TableReader reader =
            TableReader.open(folder.table(SemanticTables.EMBEDDINGS, shard.name()))) {
          for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
            cells.add(
                new @Nullable Object[] {row[0] == null ? null : found.nearest((byte[]) row[0])});
          }
        }
        writeTable(
            folder, SemanticTables.CELLS, shard.number(), SemanticTables.CELLS_SCHEMA, cells);
      }
      List<String> lines = new ArrayList<>();
      for (@Nullable Object[] row :
          rows(
              trial.runner().options("semantic"),
              shards,
              Dedup.semantic(parameters, Set.of(Kind.WEB), folder, "decided", List.of(), shards),
              SemanticTables.CLUSTERS_SCHEMA)) {
        lines.add(row[1] + " " + row[2] + " " + row[3] + " " + row[4] + " " + row[5]);
      }
      lines.sort(null);
      assertTrue(lines.size() > 50, "planted copies are found: " + lines.size());
      Files.write(trial.output().resolve("lines"), lines);
    };
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
    for (Doc doc : docs) {
      @Nullable Object[] row = new @Nullable Object[DocumentTable.SCHEMA.size()];
      row[1] = doc.number % 13 == 0 ? "book" : "web";
      documents.add(row);
      ids.add(new @Nullable Object[] {doc.id()});
      byte[] order = ByteBuffer.allocate(8).putLong(doc.number * 7L % 400).array();
      decided.add(new @Nullable Object[] {doc.kept, doc.kept ? order : null});
      embeddings.add(new @Nullable Object[] {doc.embedding.length == 0 ? null : doc.embedding});
    }
    writeTable(folder, DocumentTable.DOCUMENTS, number, DocumentTable.SCHEMA, documents);
    writeTable(folder, DocumentTable.IDS, number, DocumentTable.ID_SCHEMA, ids);
    writeTable(folder, "decided", number, DECIDED, decided);
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
