package io.winnow.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RelativePlacesTest {
  /** A run of one row. */
  private record OneRow(Object... values) implements RunTables {
    @Override
    public CorpusFolder folder() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Shard> shards() {
      return List.of();
    }

    @Override
    public List<String> tables() {
      return List.of("dead_letters");
    }

    @Override
    public boolean has(String table) {
      return tables().contains(table);
    }

    @Override
    public List<String> readableColumns(String table) {
      return List.of("uri");
    }

    @Override
    public void visit(
        String table, List<String> columns, @Nullable Condition where, RowVisitor visitor)
        throws IOException {
      visitor.visit(values.clone());
    }

    @Override
    public void visitDocuments(
        Set<DocumentId> wanted, List<String> columns, DocumentVisitor visitor) throws IOException {
      visitor.visit(wanted.iterator().next(), values.clone());
    }
  }

  private static String relative(String base, String place) {
    return new RelativePlaces(new OneRow(), base).relative(place);
  }

  @Test
  void placesAreSeenFromTheFolderOfTheRecipe() {
    assertEquals("web/a.warc!/b", relative("/home/me/recipes", "/home/me/recipes/web/a.warc!/b"));
    assertEquals("../data/a.html", relative("/home/me/recipes/", "/home/me/data/a.html"));
    assertEquals("../../../data/a.html", relative("/home/me/recipes", "/data/a.html"));
    assertEquals("../web/a", relative("gs://bucket/recipes", "gs://bucket/web/a"));
  }

  @Test
  void otherFilesystemsAndUnknownFoldersAreLeftAlone() {
    assertEquals("gs://other/web/a", relative("gs://bucket/recipes", "gs://other/web/a"));
    assertEquals("s3://bucket/a", relative("/home/me", "s3://bucket/a"));
    assertEquals("/home/me/a", relative("gs://bucket/recipes", "/home/me/a"));
    assertEquals("/home/me/a", relative("", "/home/me/a"));
    assertEquals("web/a", relative("/home/me", "web/a"));
  }

  @Test
  void rowsAndDocumentsHaveTheirPlacesChangedAndNothingElse() throws IOException {
    OneRow run = new OneRow("/in/a.gz", "/in/a.gz", "the file /in/a.gz ends early", 7L);
    RelativePlaces places = new RelativePlaces(run, "/in");
    List<Object> seen = new ArrayList<>();
    places.visit(
        "dead_letters",
        List.of("uri", "title", "detail", "offset"),
        null,
        row -> seen.addAll(List.of(row)));
    assertEquals(List.of("a.gz", "/in/a.gz", "the file a.gz ends early", 7L), seen);
    seen.clear();
    places.visitDocuments(
        Set.of(new DocumentId(1, 2)),
        List.of("title", "uri", "source", "offset"),
        (id, row) -> seen.addAll(List.of(row)));
    assertEquals(List.of("/in/a.gz", "a.gz", "the file /in/a.gz ends early", 7L), seen);
  }
}
