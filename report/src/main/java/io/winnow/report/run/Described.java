package io.winnow.report.run;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.run.RunTables;
import io.winnow.report.html.Excerpt;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
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

  private static final List<String> NAMES = List.of("source", "uri", "title");
  private static final List<String> NAMES_AND_TEXT = List.of("source", "uri", "title", "text");

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
      RunTables tables, Set<DocumentId> wanted, List<String> columns) throws IOException {
    Map<DocumentId, Described> found = new HashMap<>();
    if (!wanted.isEmpty()) {
      tables.visitDocuments(wanted, columns, (id, row) -> found.put(id, of(row)));
    }
    return found;
  }

  private static Described of(@Nullable Object[] row) {
    return new Described(
        String.valueOf(row[0]),
        String.valueOf(row[1]),
        (String) row[2],
        row.length > 3 ? Excerpt.of(String.valueOf(row[3]), EXCERPT_CHARACTERS) : "");
  }

  /** Its title, or else where it is from. */
  public String name() {
    return title == null ? uri : title;
  }
}
