package io.winnow.corpus.stage;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes each text that a mask lets through to a row of values, and the others to nothing. Values of
 * an earlier run under another mask are copied; text is read only for a shard in which a document
 * that is let through has none.
 */
public final class MaskedTexts implements ShardFunction {
  /** In the receipt: how many documents have values. */
  public static final String MEASURED = "measured";

  private final Table table;
  private final Table mask;
  private final Measure measure;

  /**
   * @param table that is written; a document that has values has one in the first column
   * @param mask table whose column {@code kept} says which texts are looked at
   */
  public MaskedTexts(Table table, Table mask, Measure measure) {
    this.table = table;
    this.mask = mask;
    this.measure = measure;
  }

  /** Makes the function that is applied to the texts of one shard. */
  @FunctionalInterface
  public interface Measure extends Serializable {
    /** May take minutes, where a model has to be loaded. */
    Function<String, @Nullable Object[]> start();
  }

  @Override
  public void compute(ShardInput from, ShardOutput to) throws IOException {
    boolean textNeeded = !from.earlier() || anyNew(from);
    List<Columns> columns = new ArrayList<>();
    columns.add(mask.columns(DecisionTables.KEPT));
    if (textNeeded) {
      columns.add(DocumentTable.DOCUMENTS.columns(DocumentTable.TEXT));
    }
    int at = columns.size();
    if (from.earlier()) {
      columns.add(new Columns(table, table.schema().columns()));
    }
    @Nullable Function<String, @Nullable Object[]> function = textNeeded ? measure.start() : null;
    try (AlignedRows rows = from.aligned(columns)) {
      for (Row row = rows.row(); row != null; row = rows.row()) {
        @Nullable Object[] values = new @Nullable Object[table.schema().size()];
        if (row.is(DecisionTables.KEPT)) {
          if (from.earlier()) {
            System.arraycopy(row.values(), at, values, 0, values.length);
          }
          if (values[0] == null && function != null) {
            values = function.apply(row.get(DocumentTable.TEXT));
          }
        }
        if (values[0] != null) {
          to.count(table, MEASURED, 1);
        }
        to.write(table, values);
      }
    }
  }

  /** Whether a document is let through of which the earlier table has no value. */
  private boolean anyNew(ShardInput from) throws IOException {
    Column<?> first = table.schema().columns().get(0);
    try (AlignedRows rows = from.aligned(mask.columns(DecisionTables.KEPT), table.columns(first))) {
      for (Row row = rows.row(); row != null; row = rows.row()) {
        if (row.is(DecisionTables.KEPT) && !row.has(first)) {
          return true;
        }
      }
      return false;
    }
  }
}
