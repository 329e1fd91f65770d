package io.winnow.mixtures.epochs;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Repositories;
import io.winnow.corpus.condition.BoundCondition;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says which documents of a shard enter a mixture, and how often: the list table {@code
 * copies_NAME}. Reads thin columns of {@code documents}, {@code ids}, {@code signals} and {@code
 * decisions}; holds one row.
 */
public final class CopyTable implements Serializable {
  /** Of the table; a document has one row in each component that it enters at least once. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.number("row", "row in the shard"),
          Column.id("id", "document id"),
          Column.text("component", "component of the mixture"),
          Column.number("copies", "how often it enters"));

  /** Columns of {@code decisions} that conditions may look at. */
  private static final Schema GRADES =
      Schema.of(
          Column.number("bucket", "bucket of quality"),
          Column.text("tier", "tier of code"),
          Column.number("copies", "documents that it stands for"));

  private final String mixture;
  private final ArrayList<Component> components;
  private final long seed;
  private final Schema signals;
  private final ArrayList<Measured> measured;
  private final boolean edited;

  /**
   * An aligned table that conditions may look at.
   *
   * @param table its name
   * @param columns of it that they may name
   */
  public record Measured(String table, Schema columns) implements Serializable {}

  /** Of a corpus that is not scored, and whose texts enter as they are. */
  public CopyTable(String mixture, List<Component> components, long seed, Schema signals) {
    this(mixture, components, seed, signals, List.of(), false);
  }

  /**
   * @param mixture its name
   * @param components with different names; their order is that of a document's rows
   * @param seed of the recipe
   * @param signals columns of that table; must have {@code tokens}
   * @param measured tables that are read only if a condition asks for one of their columns
   * @param edited whether there is a table {@link EditTables#EDITED}, whose sizes count; a document
   *     of which nothing is left is not there
   */
  public CopyTable(
      String mixture,
      List<Component> components,
      long seed,
      Schema signals,
      List<Measured> measured,
      boolean edited) {
    this.mixture = mixture;
    this.components = new ArrayList<>(components);
    this.seed = seed;
    this.signals = signals;
    this.measured = new ArrayList<>(measured);
    this.edited = edited;
    require(signals.has("tokens"), "a mixture counts tokens, but signals has no such column");
    Set<String> names = new HashSet<>();
    for (Component component : components) {
      require(names.add(component.name()), "two components are called %s", component.name());
      if (component.where() != null) {
        // A condition that does not fit the columns is refused here, not in a worker.
        component.where().bind(allowed());
      }
    }
  }

  private Schema allowed() {
    Schema all = allColumns(signals);
    for (Measured table : measured) {
      all = all.and(table.columns());
    }
    return all;
  }

  /** Name of the table of a mixture. */
  public static String name(String mixture) {
    return "copies_" + mixture;
  }

  /**
   * The columns that {@code where} may look at: all of {@code documents} but the text, all of
   * {@code signals}, and the bucket, tier and copies of {@code decisions}.
   */
  public static Map<String, ColumnType> columns(Schema signals) {
    Map<String, ColumnType> types = new LinkedHashMap<>();
    for (Column<?> column : allColumns(signals).columns()) {
      types.put(column.name(), column.type());
    }
    return types;
  }

  private static Schema allColumns(Schema signals) {
    return documents().and(signals).and(GRADES);
  }

  private static Schema documents() {
    return new Schema(
        DocumentTable.DOCUMENTS.schema().columns().stream()
            .filter(column -> !column.name().equals("text"))
            .toList());
  }

  /** Takes a row of {@link #SCHEMA}. */
  @FunctionalInterface
  public interface RowSink {
    void write(@Nullable Object... row) throws IOException;
  }

  /**
   * Writes the rows of one shard, in the order of its documents.
   *
   * @return the totals of each component in this shard, by its name
   */
  public Map<String, ComponentTotals> write(CorpusFolder folder, Shard shard, RowSink rows)
      throws IOException {
    SortedSet<String> wanted = new TreeSet<>(List.of("text_bytes", "tokens"));
    for (Component component : components) {
      if (component.where() != null) {
        wanted.addAll(component.where().bind(allowed()).columns());
      }
      if (component.grouped()) {
        wanted.addAll(List.of("source", "repository"));
      }
    }
    Schema schema = Schema.of(Column.id("id", ""));
    schema = schema.and(Schema.of(Column.flag("kept", "")));
    List<Columns> columns = new ArrayList<>();
    columns.add(Columns.of(DocumentTable.IDS.name(), "id"));
    List<String> grades = in(GRADES, wanted);
    List<String> decisions = new ArrayList<>(List.of("kept"));
    decisions.addAll(grades);
    columns.add(new Columns("decisions", decisions));
    if (!grades.isEmpty()) {
      schema = schema.and(GRADES.select(grades));
    }
    columns.add(new Columns(DocumentTable.DOCUMENTS.name(), in(documents(), wanted)));
    schema = schema.and(documents().select(in(documents(), wanted)));
    columns.add(new Columns("signals", in(signals, wanted)));
    schema = schema.and(signals.select(in(signals, wanted)));
    for (Measured table : measured) {
      List<String> asked = in(table.columns(), wanted);
      if (!asked.isEmpty()) {
        columns.add(new Columns(table.table(), asked));
        schema = schema.and(table.columns().select(asked));
      }
    }
    int editedAt = schema.size();
    if (edited) {
      columns.add(new Columns(EditTables.EDITED.name(), EditTables.EDITED.schema().names()));
    }

    int tokensAt = schema.indexOf("tokens");
    int textBytesAt = schema.indexOf("text_bytes");
    boolean grouped = components.stream().anyMatch(Component::grouped);
    int sourceAt = grouped ? schema.indexOf("source") : -1;
    int repositoryAt = grouped ? schema.indexOf("repository") : -1;
    List<@Nullable BoundCondition> conditions = new ArrayList<>();
    List<Copies> copies = new ArrayList<>();
    Map<String, ComponentTotals> totals = new TreeMap<>();
    for (Component component : components) {
      conditions.add(component.where() == null ? null : component.where().bind(schema));
      copies.add(new Copies(mixture, component, seed));
      totals.put(component.name(), ComponentTotals.NONE);
    }
    try (AlignedReader reader = AlignedReader.open(folder, shard.name(), columns)) {
      long row = 0;
      for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
        boolean cut = edited && values[editedAt] != null;
        // A document of which nothing is left is not there: it would be a bare end of text.
        boolean left = !cut || number(values[editedAt + 1]) > 0;
        if (left && Boolean.TRUE.equals(values[1])) {
          DocumentId id = (DocumentId) Objects.requireNonNull(values[0]);
          long tokens = number(values[cut ? editedAt : tokensAt]);
          long textBytes = number(values[cut ? editedAt + 1 : textBytesAt]);
          DocumentId repository =
              grouped
                  ? Repositories.id(
                      (String) Objects.requireNonNull(values[sourceAt]),
                      (String) values[repositoryAt],
                      id)
                  : id;
          for (int i = 0; i < components.size(); i++) {
            BoundCondition condition = conditions.get(i);
            if (condition == null || condition.test(values)) {
              String name = components.get(i).name();
              long count = copies.get(i).of(components.get(i).grouped() ? repository : id);
              totals.merge(
                  name, ComponentTotals.of(tokens, textBytes, count), ComponentTotals::plus);
              if (count > 0) {
                rows.write(row, id, name, count);
              }
            }
          }
        }
        row++;
      }
    }
    return totals;
  }

  private static List<String> in(Schema table, SortedSet<String> wanted) {
    return table.names().stream().filter(wanted::contains).toList();
  }

  private static long number(@Nullable Object value) {
    return value == null ? 0 : (Long) value;
  }
}
