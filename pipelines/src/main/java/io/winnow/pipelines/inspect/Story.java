package io.winnow.pipelines.inspect;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.documents.ClusterLists;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import io.winnow.mixtures.MixTexts;
import io.winnow.mixtures.epochs.ChooseCopies;
import io.winnow.pipelines.manifest.Manifest.MixtureEntry;
import io.winnow.pipelines.plan.StageWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run's tables say about one record.
 *
 * @param id of the record
 * @param uri where it lay
 * @param chapters rows by table, in the order of the stages; each row by column
 * @param survivor the document that is kept for this one; null if it goes for no other
 * @param appearances where it is in mixtures
 */
public record Story(
    DocumentId id,
    String uri,
    Map<String, List<Map<String, Object>>> chapters,
    @Nullable Survivor survivor,
    List<Appearance> appearances) {

  /**
   * A document that is kept for another one.
   *
   * @param here whether it is of this run; else an earlier run has kept it
   * @param title null if it has none, or is not of this run
   * @param uri where it lay; null if it is not of this run
   */
  public record Survivor(
      DocumentId id, boolean here, @Nullable String title, @Nullable String uri) {}

  /**
   * A place in a mixture.
   *
   * @param file inside the run's folder
   * @param row from 0
   */
  public record Appearance(String mixture, String file, long row) {}

  private static final String COPIES = ChooseCopies.table("").name();

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
    run.tables().stream().filter(table -> table.startsWith(COPIES)).forEach(tables::add);
    Condition where = Condition.parse("id = \"" + id + "\"");
    String uri = "";
    for (String table : tables) {
      if (run.has(table)) {
        List<Map<String, Object>> rows = rows(run, table, where);
        if (!rows.isEmpty()) {
          chapters.put(table, rows);
          uri = String.valueOf(rows.get(0).getOrDefault(DocumentTable.URI.name(), uri));
        }
      }
    }
    Story told = new Story(id, uri, chapters, null, List.of());
    return new Story(id, uri, chapters, survivor(run, told), appearances(run, told));
  }

  /** Whether it is kept; false for what is no document, too. */
  public boolean isKept() {
    return Boolean.TRUE.equals(decision(DecisionTables.KEPT));
  }

  /** What the last word says of it; null if that says nothing. */
  public @Nullable Object decision(Column<?> column) {
    List<Map<String, Object>> rows = chapters.get(DecisionTables.DECISIONS.name());
    return rows == null ? null : rows.get(0).get(column.name());
  }

  /** The value of a column that conditions may name, whichever table it stands in. */
  public @Nullable Object value(String column) {
    for (List<Map<String, Object>> rows : chapters.values()) {
      Object value = rows.get(0).get(column);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** The one that the stage which dropped a document keeps for it. */
  private static @Nullable Survivor survivor(RunFolder run, Story story) throws IOException {
    Object reason = story.decision(DecisionTables.REASON);
    for (Drop drop : StageWords.drops()) {
      Table table = drop.table();
      List<Map<String, Object>> rows =
          table != null && drop.reason().equals(reason)
              ? story.chapters.getOrDefault(table.name(), List.of())
              : List.of();
      for (Map<String, Object> row : rows) {
        Object kept = row.get(ClusterLists.KEPT.name());
        // Of groups of equal documents, the survivor is the one that names itself.
        if (row.get(ClusterLists.SURVIVOR.name()) instanceof DocumentId survivor
            && (kept == null ? !survivor.equals(story.id) : kept.equals(false))) {
          return survivor(run, story.id, survivor);
        }
      }
    }
    return null;
  }

  private static Survivor survivor(RunFolder run, DocumentId loser, DocumentId id)
      throws IOException {
    Survivor[] found = {new Survivor(id, false, null, null)};
    // The same document in an earlier run has the same id.
    if (!id.equals(loser)) {
      run.visitDocuments(
          Set.of(id),
          List.of(DocumentTable.TITLE.name(), DocumentTable.URI.name()),
          (document, row) ->
              found[0] = new Survivor(id, true, (String) row[0], String.valueOf(row[1])));
    }
    return found[0];
  }

  private static List<Appearance> appearances(RunFolder run, Story story) throws IOException {
    List<Appearance> all = new ArrayList<>();
    for (MixtureEntry mixture : run.manifest().mixtures()) {
      if (story.chapters.containsKey(ChooseCopies.table(mixture.name()).name())) {
        String table = MixTexts.folder(mixture.name());
        run.findInMixture(
            table,
            story.id,
            (file, row) ->
                all.add(new Appearance(mixture.name(), table + "/" + file + ".parquet", row)));
      }
    }
    return all;
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
