package io.winnow.dedup.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.runners.Runners;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExactCopiesTest {
  private static final int SHARDS = 3;
  private static final int ROWS = 60;

  @TempDir Path temporary;

  private record Doc(int shard, int row, DocumentId id, DocumentId text, @Nullable String url) {}

  @Test
  void groupsAreThoseThatComparingAllDocumentsFinds() throws IOException {
    long seed = Long.getLong("winnow.seed", System.nanoTime());
    List<Doc> docs = docs(new Random(seed));
    CorpusFolder folder = new CorpusFolder(temporary.toString());
    List<Shard> shards = write(folder, docs);
    StageRun run = new StageRun(folder, shards, Runners.direct(2));
    run.run(new ExactCopies(new ExactSettings(List.of("content", "url"))));
    String message = "-Dwinnow.seed=" + seed;
    List<String> texts = expected(docs, doc -> doc.text);
    List<String> addresses =
        expected(docs, doc -> doc.url == null ? null : NormalizedUrl.of(doc.url));
    assertTrue(!texts.isEmpty() && !addresses.isEmpty(), message);
    assertEquals(texts, members(folder, shards, Likeness.CONTENT), message);
    assertEquals(addresses, members(folder, shards, Likeness.URL), message);
  }

  @Test
  void onlyTheWaysThatTheRecipeNamesAreLookedForAndDrop() {
    ExactCopies stage = new ExactCopies(new ExactSettings(List.of("url")));
    assertEquals(List.of(Likeness.URL.members()), stage.writes());
    assertEquals(
        List.of(
            Drop.groups("exact", "duplicate-url", "exact copy: ", DecisionTables.CLUSTERS_EXACT)),
        stage.drops());
  }

  private static List<Doc> docs(Random random) {
    List<Doc> docs = new ArrayList<>();
    for (int i = 0; i < SHARDS * ROWS; i++) {
      String page = "example.org/" + random.nextInt(100);
      String scheme = random.nextBoolean() ? "http://" : "HTTP://";
      docs.add(
          new Doc(
              i / ROWS,
              i % ROWS,
              Digest.ofText("document " + i),
              Digest.ofText("text " + random.nextInt(150)),
              random.nextInt(4) == 0 ? null : scheme + page));
    }
    return docs;
  }

  private static List<Shard> write(CorpusFolder folder, List<Doc> docs) throws IOException {
    Schema schema = DocumentTable.DOCUMENTS.schema();
    List<Shard> shards = new ArrayList<>();
    for (int i = 0; i < SHARDS; i++) {
      List<@Nullable Object[]> documents = new ArrayList<>();
      List<@Nullable Object[]> ids = new ArrayList<>();
      for (Doc doc : docs.subList(i * ROWS, (i + 1) * ROWS)) {
        @Nullable Object[] row = new @Nullable Object[schema.size()];
        row[schema.indexOf(DocumentTable.TEXT_DIGEST.name())] = doc.text;
        row[schema.indexOf(DocumentTable.SOURCE_URI.name())] = doc.url;
        documents.add(row);
        ids.add(new @Nullable Object[] {doc.id});
      }
      StageRun.write(folder, "s" + i, DocumentTable.DOCUMENTS, documents);
      StageRun.write(folder, "s" + i, DocumentTable.IDS, ids);
      shards.add(new Shard(i, "s" + i, ROWS, 1));
    }
    return shards;
  }

  /** A line for each document that is equal to another one. */
  private static List<String> expected(List<Doc> docs, Function<Doc, @Nullable Object> key) {
    List<String> lines = new ArrayList<>();
    for (Doc doc : docs) {
      Object own = key.apply(doc);
      DocumentId smallest = doc.id;
      long size = 0;
      for (Doc other : docs) {
        if (own != null && own.equals(key.apply(other))) {
          size++;
          smallest = other.id.compareTo(smallest) < 0 ? other.id : smallest;
        }
      }
      if (size > 1) {
        lines.add(doc.shard + "/" + doc.row + " " + smallest + " " + size);
      }
    }
    return lines;
  }

  private static List<String> members(CorpusFolder folder, List<Shard> shards, Likeness way)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (Shard shard : shards) {
      try (TableReader reader =
          TableReader.open(
              folder,
              shard.name(),
              way.members().columns(Table.ROW, DecisionTables.CLUSTER, DecisionTables.SIZE))) {
        for (Row row = reader.row(); row != null; row = reader.row()) {
          lines.add(
              shard.number()
                  + "/"
                  + row.get(Table.ROW)
                  + " "
                  + row.get(DecisionTables.CLUSTER)
                  + " "
                  + row.get(DecisionTables.SIZE));
        }
      }
    }
    return lines;
  }
}
