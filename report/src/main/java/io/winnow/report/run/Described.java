package io.winnow.report.run;

import static io.winnow.corpus.documents.DocumentTable.SOURCE;
import static io.winnow.corpus.documents.DocumentTable.TEXT;
import static io.winnow.corpus.documents.DocumentTable.TITLE;
import static io.winnow.corpus.documents.DocumentTable.URI;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.report.html.Excerpt;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A document as a report shows it.
 *
 * @param source its source
 * @param uri where it is from
 * @param title if it has one
 * @param excerpt the beginning of its text; empty where it was not asked for
 */
public record Described(String source, String uri, @Nullable String title, String excerpt) {
  /** Characters of a document's text that an example shows. */
  public static final int EXCERPT_CHARACTERS = 600;

  private static final Schema NAMES = Schema.of(SOURCE, URI, TITLE);
  private static final Schema NAMES_AND_TEXT = NAMES.and(TEXT);

  /** What some documents are called; no text is read. */
  public static Map<DocumentId, Described> names(RunTables tables, Set<DocumentId> wanted)
      throws IOException {
    return read(tables, wanted, NAMES);
  }

  /** What some documents are called, and how they begin. */
  public static Map<DocumentId, Described> beginnings(RunTables tables, Set<DocumentId> wanted)
      throws IOException {
    return read(tables, wanted, NAMES_AND_TEXT);
  }

  private static Map<DocumentId, Described> read(
      RunTables tables, Set<DocumentId> wanted, Schema columns) throws IOException {
    Map<DocumentId, Described> found = new HashMap<>();
    if (!wanted.isEmpty()) {
      tables.visitDocuments(
          wanted, columns.names(), (id, row) -> found.put(id, of(new Row(columns, row))));
    }
    return found;
  }

  private static Described of(Row row) {
    return new Described(
        row.get(SOURCE),
        row.get(URI),
        row.getOrNull(TITLE),
        row.schema().has(TEXT.name()) ? Excerpt.of(row.get(TEXT), EXCERPT_CHARACTERS) : "");
  }

  /** Its title, or else where it is from. */
  public String name() {
    return title == null ? uri : title;
  }
}
