package io.winnow.mixtures.epochs;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Says which documents enter a mixture, and how often. Reads thin columns: of the tables that are
 * offered only those that a condition asks for.
 */
public final class ChooseCopies implements Stage {
  public static final Column<String> COMPONENT =
      Column.text("component", "component of the mixture");
  public static final Column<Long> COPIES = Column.number("copies", "how often it enters");

  private final String mixture;
  private final List<Component> components;
  private final long seed;
  private final Table signals;
  private final boolean edited;
  private final List<Columns> columns;

  /**
   * @param mixture its name
   * @param components with different names; their order is that of a document's rows
   * @param seed of the recipe
   * @param signals table with {@link SignalTable#TOKENS}
   * @param offers columns that conditions may name besides those of documents
   * @param edited whether there is a table {@link EditTables#EDITED}, whose sizes count; a document
   *     of which nothing is left is not there
   */
  public ChooseCopies(
      String mixture,
      List<Component> components,
      long seed,
      Table signals,
      List<Offer> offers,
      boolean edited) {
    this.mixture = mixture;
    this.components = List.copyOf(components);
    this.seed = seed;
    this.signals = signals;
    this.edited = edited;
    Set<String> names = new HashSet<>();
    for (Component component : components) {
      require(names.add(component.name()), "two components are called %s", component.name());
    }
    this.columns = columns(offers);
  }

  /** A row for each component that a document of the mixture enters at least once. */
  public static Table table(String mixture) {
    return Table.list("copies_" + mixture, Table.ROW, DocumentTable.ID, COMPONENT, COPIES);
  }

  /** The columns that conditions may name: all of documents but the text, and what is offered. */
  public static Schema schema(List<Offer> offers) {
    Schema schema = DocumentTable.THIN;
    for (Offer offer : offers) {
      schema = schema.and(offer.schema());
    }
    return schema;
  }

  /** What is read side by side: each column once. */
  private List<Columns> columns(List<Offer> offers) {
    SortedSet<String> wanted = new TreeSet<>();
    Schema allowed = schema(offers);
    for (Component component : components) {
      Condition where = component.where();
      if (where != null) {
        // A condition that does not fit the columns is refused here, not in a worker.
        wanted.addAll(where.bind(allowed).columns());
      }
    }
    Map<String, Table> tables = new LinkedHashMap<>();
    Map<String, Set<String>> names = new LinkedHashMap<>();
    add(DocumentTable.IDS, List.of(DocumentTable.ID.name()), tables, names);
    add(DecisionTables.DECISIONS, List.of(DecisionTables.KEPT.name()), tables, names);
    List<String> documents =
        new ArrayList<>(DocumentTable.THIN.names().stream().filter(wanted::contains).toList());
    documents.add(DocumentTable.TEXT_BYTES.name());
    if (components.stream().anyMatch(Component::grouped)) {
      documents.add(DocumentTable.SOURCE.name());
      documents.add(DocumentTable.REPOSITORY.name());
    }
    add(DocumentTable.DOCUMENTS, documents, tables, names);
    add(signals, List.of(SignalTable.TOKENS.name()), tables, names);
    for (Offer offer : offers) {
      List<String> asked = offer.names().stream().filter(wanted::contains).toList();
      if (!asked.isEmpty()) {
        add(offer.table(), asked, tables, names);
      }
    }
    if (edited) {
      add(EditTables.EDITED, EditTables.EDITED.schema().names(), tables, names);
    }
    List<Columns> columns = new ArrayList<>();
    names.forEach((table, of) -> columns.add(tables.get(table).columns(List.copyOf(of))));
    return columns;
  }

  private static void add(
      Table table,
      List<String> columns,
      Map<String, Table> tables,
      Map<String, Set<String>> names) {
    tables.putIfAbsent(table.name(), table);
    names.computeIfAbsent(table.name(), name -> new LinkedHashSet<>()).addAll(columns);
  }

  @Override
  public String name() {
    return table(mixture).name();
  }

  @Override
  public List<Table> reads() {
    return columns.stream().map(Columns::table).toList();
  }

  @Override
  public List<Table> writes() {
    return List.of(table(mixture));
  }

  @Override
  public String settings(Inputs inputs) {
    return String.join(" ", mixture, components.toString(), Long.toString(seed), "" + edited);
  }

  @Override
  public Work work(Inputs inputs) {
    return Work.perShard(new CountCopies(mixture, components, seed, columns, edited));
  }
}
