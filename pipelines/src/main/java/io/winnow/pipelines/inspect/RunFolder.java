package io.winnow.pipelines.inspect;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.condition.BoundCondition;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Suggestion;
import io.winnow.corpus.table.TableReader;
import io.winnow.mixtures.MixTexts;
import io.winnow.mixtures.sequences.SequenceWriter;
import io.winnow.pipelines.manifest.Manifest;
import io.winnow.pipelines.manifest.Manifest.FileEntry;
import io.winnow.pipelines.manifest.Manifest.MixtureEntry;
import io.winnow.pipelines.manifest.Manifest.TableEntry;
import io.winnow.pipelines.manifest.WholeResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.jspecify.annotations.Nullable;

/**
 * A finished run.
 *
 * <p>Memory: one row group of the columns looked at, and for lists the ids of one shard.
 */
public final class RunFolder implements RunTables {
  private static final String ID = "id";
  private static final String ROW = "row";

  private final CorpusFolder folder;
  private final Manifest manifest;
  private final Map<String, TableEntry> tables = new LinkedHashMap<>();

  private RunFolder(CorpusFolder folder, Manifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
    manifest.tables().forEach(table -> tables.put(table.table(), table));
    for (MixtureEntry mixture : manifest.mixtures()) {
      String name = MixTexts.folder(mixture.name());
      tables.put(name, new TableEntry(name, false, mixture.files()));
    }
  }

  /**
   * Opens a finished run.
   *
   * @throws NoSuchRun if there is none
   */
  public static RunFolder open(String directory) throws IOException {
    CorpusFolder folder = new CorpusFolder(directory);
    WholeResult result =
        WholeResult.in(folder)
            .orElseThrow(
                () ->
                    new NoSuchRun(
                        "there is no finished run in "
                            + directory
                            + ": it has no manifest.json (winnow run RECIPE --out "
                            + directory
                            + " makes or finishes one)"));
    return new RunFolder(result.folder(), result.manifest());
  }

  /**
   * A run whose files are all written.
   *
   * @param folder where they are found
   * @param manifest that it ends with
   */
  public static RunFolder of(CorpusFolder folder, Manifest manifest) {
    return new RunFolder(folder, manifest);
  }

  @Override
  public CorpusFolder folder() {
    return folder;
  }

  public Manifest manifest() {
    return manifest;
  }

  @Override
  public List<Shard> shards() {
    return manifest.shards();
  }

  @Override
  public List<String> tables() {
    return List.copyOf(tables.keySet());
  }

  @Override
  public boolean has(String table) {
    return tables.containsKey(table);
  }

  /**
   * The columns of a table, {@code id} first.
   *
   * @throws NoSuchRun if there is no such table
   */
  public Schema schema(String table) throws IOException {
    TableEntry entry = entry(table);
    List<Column<?>> columns = new ArrayList<>();
    columns.add(Column.id(ID, "document id; none where rows are no documents"));
    if (!entry.files().isEmpty()) {
      try (TableReader reader =
          TableReader.open(folder.found(table, entry.files().get(0).name()))) {
        for (Column<?> column : reader.schema().columns()) {
          if (!column.name().equals(ID) && !column.name().equals(ROW)) {
            columns.add(column);
          }
        }
      }
    }
    return new Schema(columns);
  }

  @Override
  public List<String> readableColumns(String table) throws IOException {
    return schema(table).columns().stream()
        .filter(column -> column.type() != ColumnType.BYTES && !column.name().equals("text"))
        .filter(column -> column.type() != ColumnType.INTS || !column.name().equals("ids"))
        .map(Column::name)
        .toList();
  }

  /**
   * {@inheritDoc}
   *
   * @throws NoSuchRun if there is no such table or column
   * @throws io.winnow.corpus.condition.ConditionException if {@code where} does not fit it
   */
  @Override
  public void visit(
      String table, List<String> columns, @Nullable Condition where, RowVisitor visitor)
      throws IOException {
    Schema schema = schema(table);
    TreeSet<String> needed = new TreeSet<>(columns);
    if (where != null) {
      // Against all columns, so that a suggestion knows them.
      needed.addAll(where.bind(schema).columns());
    }
    needed.remove(ID);
    for (String column : needed) {
      requireColumn(schema, table, column);
    }
    List<String> read = new ArrayList<>(needed);
    List<Column<?>> found = new ArrayList<>();
    found.add(schema.columns().get(0));
    read.forEach(name -> found.add(schema.columns().get(schema.indexOf(name))));
    Schema rowSchema = new Schema(found);
    BoundCondition bound = where == null ? null : where.bind(rowSchema);
    Predicate<@Nullable Object[]> condition =
        row -> bound == null || bound.test(new Row(rowSchema, row));
    int[] places = columns.stream().mapToInt(rowSchema::indexOf).toArray();
    for (FileEntry file : entry(table).files()) {
      if (!visitFile(table, file, read, condition, places, visitor)) {
        return;
      }
    }
  }

  @Override
  public void visitDocuments(Set<DocumentId> wanted, List<String> columns, DocumentVisitor visitor)
      throws IOException {
    int left = wanted.size();
    for (FileEntry file : entry(DocumentTable.IDS.name()).files()) {
      List<DocumentId> ids = ids(file.name());
      int here = (int) ids.stream().filter(wanted::contains).count();
      left -= here;
      if (here > 0) {
        try (TableReader reader =
            TableReader.open(folder.found(DocumentTable.DOCUMENTS.name(), file.name()), columns)) {
          for (DocumentId id : ids) {
            Row row = reader.row();
            if (row != null && wanted.contains(id)) {
              visitor.visit(id, row.values());
            }
          }
        }
      }
      if (left == 0) {
        return;
      }
    }
  }

  /** Takes the place of a row. */
  @FunctionalInterface
  interface PlaceVisitor {
    /**
     * @param part name of the file, without its ending
     * @param row from 0
     */
    void visit(String part, long row);
  }

  /** Meets the rows of a mixture that a document is in: those of its copies, or sequences. */
  void findInMixture(String mixture, DocumentId document, PlaceVisitor visitor) throws IOException {
    String hex = document.toString();
    for (FileEntry file : entry(mixture).files()) {
      ResourceId found = folder.found(mixture, file.name());
      boolean sequences;
      try (TableReader all = TableReader.open(found)) {
        sequences = all.schema().has(SequenceWriter.DOCUMENTS.name());
      }
      Column<?> column = sequences ? SequenceWriter.DOCUMENTS : DocumentTable.ID;
      try (TableReader reader = TableReader.open(found, List.of(column.name()))) {
        long number = 0;
        for (Row row = reader.row(); row != null; row = reader.row()) {
          boolean here =
              sequences
                  ? List.of(row.get(SequenceWriter.DOCUMENTS)).contains(hex)
                  : document.equals(row.get(DocumentTable.ID));
          if (here) {
            visitor.visit(file.name(), number);
          }
          number++;
        }
      }
    }
  }

  private List<DocumentId> ids(String shard) throws IOException {
    List<DocumentId> all = new ArrayList<>();
    try (TableReader table = TableReader.open(folder.found(DocumentTable.IDS.name(), shard))) {
      for (Row row = table.row(); row != null; row = table.row()) {
        all.add(row.get(DocumentTable.ID));
      }
    }
    return all;
  }

  private boolean visitFile(
      String table,
      FileEntry file,
      List<String> columns,
      Predicate<@Nullable Object[]> condition,
      int[] places,
      RowVisitor visitor)
      throws IOException {
    try (Rows rows = new Rows(table, file, columns)) {
      for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
        if (condition.test(row)) {
          @Nullable Object[] picked = new @Nullable Object[places.length];
          for (int i = 0; i < places.length; i++) {
            picked[i] = row[places[i]];
          }
          if (!visitor.visit(picked)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static void requireColumn(Schema schema, String table, String column) {
    if (!schema.has(column)) {
      throw new NoSuchRun(
          table + " has no column " + column + Suggestion.question(column, schema.names()));
    }
  }

  private TableEntry entry(String table) {
    TableEntry entry = tables.get(table);
    if (entry == null) {
      throw new NoSuchRun(
          "there is no table " + table + Suggestion.question(table, tables.keySet()));
    }
    return entry;
  }

  /** Rows of one file, the id in front. */
  private final class Rows implements AutoCloseable {
    private final TableReader reader;
    private final @Nullable TableReader ids;
    private final @Nullable List<DocumentId> idOfRow;
    private final boolean ownId;
    private final boolean idsAlone;

    Rows(String table, FileEntry file, List<String> columns) throws IOException {
      TableEntry entry = entry(table);
      boolean list;
      try (TableReader all = TableReader.open(folder.found(table, file.name()))) {
        ownId = all.schema().has(ID);
        list = all.schema().has(ROW);
      }
      List<String> wanted = new ArrayList<>();
      if (ownId) {
        wanted.add(ID);
      } else if (list) {
        wanted.add(ROW);
      }
      wanted.addAll(columns);
      idOfRow = !ownId && list ? ids(file.name()) : null;
      ids =
          !ownId && entry.aligned()
              ? TableReader.open(folder.found(DocumentTable.IDS.name(), file.name()))
              : null;
      // Nothing but ids is wanted of an aligned table: the table of ids is all that is read.
      idsAlone = wanted.isEmpty() && entry.aligned();
      if (wanted.isEmpty() && !idsAlone) {
        throw new NoSuchRun("the rows of " + table + " are no documents and have no id");
      }
      reader =
          idsAlone
              ? TableReader.open(folder.found(DocumentTable.IDS.name(), file.name()))
              : TableReader.open(folder.found(table, file.name()), wanted);
    }

    @Nullable Object @Nullable [] next() throws IOException {
      Row read = reader.row();
      @Nullable Object[] row = read == null ? null : read.values();
      if (row == null || ownId || idsAlone) {
        return row;
      }
      if (idOfRow != null) {
        row[0] = idOfRow.get(((Long) Objects.requireNonNull(row[0])).intValue());
        return row;
      }
      @Nullable Object[] all = new @Nullable Object[row.length + 1];
      System.arraycopy(row, 0, all, 1, row.length);
      Row id = ids == null ? null : ids.row();
      all[0] = id == null ? null : id.value(0);
      return all;
    }

    @Override
    public void close() throws IOException {
      reader.close();
      if (ids != null) {
        ids.close();
      }
    }
  }
}
