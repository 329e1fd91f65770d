package io.winnow.mixtures.epochs;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Repositories;
import io.winnow.corpus.condition.BoundCondition;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How often the documents of a shard enter the components of a mixture; holds one row. */
final class CountCopies implements ShardFunction {
  private final String mixture;
  private final ArrayList<Component> components;
  private final long seed;
  private final ArrayList<Columns> columns;
  private final boolean edited;

  /**
   * @param columns what is read: ids, decisions, sizes, and all that conditions name
   */
  CountCopies(
      String mixture,
      List<Component> components,
      long seed,
      List<Columns> columns,
      boolean edited) {
    this.mixture = mixture;
    this.components = new ArrayList<>(components);
    this.seed = seed;
    this.columns = new ArrayList<>(columns);
    this.edited = edited;
  }

  /** One component while a shard is walked through. */
  private static final class Entering {
    private final Component component;
    private final @Nullable BoundCondition where;
    private final Copies copies;
    private ComponentTotals totals = ComponentTotals.NONE;

    Entering(String mixture, Component component, long seed, Schema schema) {
      this.component = component;
      this.where = component.where() == null ? null : component.where().bind(schema);
      this.copies = new Copies(mixture, component, seed);
    }

    /** How many copies enter of a document of some size. */
    long take(Row row, DocumentId id, DocumentId repository, long tokens, long textBytes) {
      if (where != null && !where.test(row)) {
        return 0;
      }
      long count = copies.of(component.grouped() ? repository : id);
      totals = totals.plus(ComponentTotals.of(tokens, textBytes, count));
      return count;
    }
  }

  @Override
  public void compute(ShardInput from, ShardOutput to) throws IOException {
    Table table = ChooseCopies.table(mixture);
    boolean grouped = components.stream().anyMatch(Component::grouped);
    try (AlignedRows rows = from.aligned(columns)) {
      List<Entering> entering =
          components.stream()
              .map(component -> new Entering(mixture, component, seed, rows.schema()))
              .toList();
      long number = 0;
      for (Row row = rows.row(); row != null; row = rows.row()) {
        boolean cut = edited && row.has(EditTables.EDITED_TOKENS);
        long textBytes = number(row, cut ? EditTables.EDITED_TEXT_BYTES : DocumentTable.TEXT_BYTES);
        // A document of which nothing is left is not there: it would be a bare end of text.
        if (row.is(DecisionTables.KEPT) && (!cut || textBytes > 0)) {
          DocumentId id = row.get(DocumentTable.ID);
          DocumentId repository = grouped ? repository(row, id) : id;
          long tokens = number(row, cut ? EditTables.EDITED_TOKENS : SignalTable.TOKENS);
          for (Entering one : entering) {
            long copies = one.take(row, id, repository, tokens, textBytes);
            if (copies > 0) {
              to.write(table, number, id, one.component.name(), copies);
            }
          }
        }
        number++;
      }
      for (Entering one : entering) {
        one.totals
            .counts(one.component.name())
            .forEach((name, count) -> to.count(table, name, count));
      }
    }
  }

  private static DocumentId repository(Row row, DocumentId id) {
    return Repositories.id(
        row.get(DocumentTable.SOURCE), row.getOrNull(DocumentTable.REPOSITORY), id);
  }

  private static long number(Row row, Column<Long> column) {
    Long value = row.getOrNull(column);
    return value == null ? 0 : value;
  }
}
