package io.winnow.pipelines.inspect;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.Table;
import io.winnow.pipelines.plan.StageWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run's tables say about one record.
 *
 * @param title of the story: the record's id and where it lay
 * @param chapters rows by table, in the order of the stages; each row by column
 */
public record Story(String title, Map<String, List<Map<String, Object>>> chapters) {

  /** Records of a file that are told of; each reads all tables. */
  private static final int MOST = 100;

  /**
   * The stories of a document id, or of all records of a URI: a record's own, or that of its file.
   *
   * @throws NoSuchRun if nothing is known of it, or of a file there are more than {@value #MOST}
   */
  public static List<Story> of(RunFolder run, String idOrUri) throws IOException {
    List<DocumentId> ids = new ArrayList<>();
    if (DocumentId.isHex(idOrUri)) {
      ids.add(DocumentId.parse(idOrUri));
    } else {
      String quoted = idOrUri.indexOf('"') >= 0 ? "'" + idOrUri + "'" : '"' + idOrUri + '"';
      collect(
          run,
          DocumentTable.DOCUMENTS.name(),
          "uri = " + quoted + " or source_uri = " + quoted,
          ids);
      collect(run, DocumentTable.PASSED_OVER.name(), "uri = " + quoted, ids);
      collect(run, DocumentTable.DEAD_LETTERS.name(), "uri = " + quoted, ids);
    }
    if (ids.size() > MOST) {
      throw new NoSuchRun(
          String.format(
              Locale.ROOT,
              "%s has %,d records; name one by its id (winnow show DIR documents lists them)",
              idOrUri,
              ids.size()));
    }
    List<Story> stories = new ArrayList<>();
    for (DocumentId id : ids) {
      Story story = of(run, id);
      if (!story.chapters.isEmpty()) {
        stories.add(story);
      }
    }
    if (stories.isEmpty()) {
      throw new NoSuchRun(
          "no record of the run has the id, URI or file "
              + idOrUri
              + " (winnow show DIR documents lists them)");
    }
    return stories;
  }

  private static void collect(RunFolder run, String table, String where, List<DocumentId> ids)
      throws IOException {
    run.visit(table, List.of("id"), Condition.parse(where), row -> ids.add((DocumentId) row[0]));
  }

  private static Story of(RunFolder run, DocumentId id) throws IOException {
    Map<String, List<Map<String, Object>>> chapters = new LinkedHashMap<>();
    List<String> tables = new ArrayList<>(StageWords.tells().stream().map(Table::name).toList());
    run.tables().stream().filter(table -> table.startsWith("copies_")).forEach(tables::add);
    Condition where = Condition.parse("id = \"" + id + "\"");
    String title = id.toString();
    for (String table : tables) {
      if (run.has(table)) {
        List<Map<String, Object>> rows = rows(run, table, where);
        if (!rows.isEmpty()) {
          chapters.put(table, rows);
          Object uri = rows.get(0).get("uri");
          title = uri == null ? title : id + "  " + uri;
        }
      }
    }
    return new Story(title, chapters);
  }

  private static List<Map<String, Object>> rows(RunFolder run, String table, Condition where)
      throws IOException {
    List<String> columns = run.readableColumns(table);
    List<Map<String, Object>> rows = new ArrayList<>();
    run.visit(
        table,
        columns,
        where,
        row -> {
          Map<String, Object> named = new LinkedHashMap<>();
          for (int i = 1; i < row.length; i++) {
            put(named, columns.get(i), row[i]);
          }
          return named.isEmpty() || rows.add(named);
        });
    return rows;
  }

  private static void put(Map<String, Object> to, String name, @Nullable Object value) {
    if (value != null) {
      to.put(name, value);
    }
  }
}
