package io.winnow.report.run;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a run, input files named as seen from a folder, that of the recipe: so a report
 * says nothing of the machine that made it.
 */
public final class RelativePlaces implements RunTables {
  private static final String UP = "..";

  private final RunTables run;
  private final String base;

  /**
   * @param base a folder; empty to leave names as they are
   */
  public RelativePlaces(RunTables run, String base) {
    this.run = run;
    this.base = base.replaceFirst("/+$", "");
  }

  @Override
  public CorpusFolder folder() {
    return run.folder();
  }

  @Override
  public List<Shard> shards() {
    return run.shards();
  }

  @Override
  public List<String> tables() {
    return run.tables();
  }

  @Override
  public boolean has(String table) {
    return run.has(table);
  }

  @Override
  public List<String> readableColumns(String table) throws IOException {
    return run.readableColumns(table);
  }

  @Override
  public void visit(
      String table, List<String> columns, @Nullable Condition where, RowVisitor visitor)
      throws IOException {
    int uri = columns.indexOf(DocumentTable.URI.name());
    int detail = columns.indexOf(DocumentTable.DETAIL.name());
    run.visit(
        table,
        columns,
        where,
        row -> {
          if (uri >= 0 && row[uri] instanceof String place) {
            row[uri] = relative(place);
          }
          if (detail >= 0 && row[detail] instanceof String sentence && !base.isEmpty()) {
            row[detail] = sentence.replace(base + "/", "");
          }
          return visitor.visit(row);
        });
  }

  @Override
  public void visitDocuments(Set<DocumentId> wanted, List<String> columns, DocumentVisitor visitor)
      throws IOException {
    int uri = columns.indexOf(DocumentTable.URI.name());
    run.visitDocuments(
        wanted,
        columns,
        (id, row) -> {
          if (uri >= 0 && row[uri] instanceof String place) {
            row[uri] = relative(place);
          }
          visitor.visit(id, row);
        });
  }

  /** A place as seen from the folder, where both are of one filesystem. */
  String relative(String place) {
    List<String> from = List.of(base.split("/", -1));
    List<String> to = List.of(place.split("/", -1));
    int common = 0;
    while (common < Math.min(from.size(), to.size() - 1)
        && from.get(common).equals(to.get(common))) {
      common++;
    }
    // The first name is empty on this machine, and the scheme of another filesystem, whose next
    // names are empty and a bucket.
    int root = base.contains("://") ? 3 : 1;
    if (base.isEmpty() || common < root) {
      return place;
    }
    List<String> names = new ArrayList<>(Collections.nCopies(from.size() - common, UP));
    names.addAll(to.subList(common, to.size()));
    return String.join("/", names);
  }
}
