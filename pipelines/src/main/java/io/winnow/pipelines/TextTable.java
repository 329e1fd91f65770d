package io.winnow.pipelines;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map stage that takes each text that another table lets through to a row of values, and the
 * others to nothing. Values of an earlier run under another such table are copied; text is read
 * only for a shard in which a document that is let through has none.
 */
final class TextTable implements ShardFunction {
  /** In the receipt: how many documents have values. */
  static final String MEASURED = "measured";

  private final String table;
  private final Schema schema;
  private final String mask;
  private final Measure measure;

  /**
   * @param table that is written
   * @param schema of it; a document that has values has one in the first column
   * @param mask table whose column {@code kept} says which texts are looked at
   */
  TextTable(String table, Schema schema, String mask, Measure measure) {
    this.table = table;
    this.schema = schema;
    this.mask = mask;
    this.measure = measure;
  }

  /** Of one column, for the texts that the table {@code prefilter} lets through. */
  TextTable(String table, Column<?> column, Value value) {
    this(
        table,
        Schema.of(column),
        DecisionTables.PREFILTER.name(),
        () -> {
          Function<String, @Nullable Object> function = value.start();
          return text -> new @Nullable Object[] {function.apply(text)};
        });
  }

  /** Makes the function that is applied to the texts of one shard. */
  @FunctionalInterface
  interface Measure extends Serializable {
    Function<String, @Nullable Object[]> start();
  }

  /** The same, of one value. */
  @FunctionalInterface
  interface Value extends Serializable {
    Function<String, @Nullable Object> start();
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(table, schema));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    boolean textNeeded = !earlier || anyNew(folder, shard);
    List<Columns> columns = new ArrayList<>();
    columns.add(kept());
    if (textNeeded) {
      columns.add(Columns.of(DocumentTable.DOCUMENTS.name(), "text"));
    }
    int at = columns.size();
    if (earlier) {
      columns.add(new Columns(table, schema.names()));
    }
    // What measures may be a model that takes minutes to load.
    @Nullable Function<String, @Nullable Object[]> function = textNeeded ? measure.start() : null;
    try (AlignedReader reader = AlignedReader.open(folder, shard.name(), columns)) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        @Nullable Object[] values = new @Nullable Object[schema.size()];
        if (Boolean.TRUE.equals(row[0])) {
          if (earlier) {
            System.arraycopy(row, at, values, 0, values.length);
          }
          if (values[0] == null && function != null) {
            values = function.apply((String) row[1]);
          }
        }
        if (values[0] != null) {
          to.count(0, MEASURED, 1);
        }
        to.write(0, values);
      }
    }
  }

  private Columns kept() {
    return Columns.of(mask, "kept");
  }

  /** Whether a document is let through of which the earlier table has no value. */
  private boolean anyNew(CorpusFolder folder, Shard shard) throws IOException {
    try (AlignedReader reader =
        AlignedReader.open(
            folder, shard.name(), kept(), Columns.of(table, schema.names().get(0)))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        if (Boolean.TRUE.equals(row[0]) && row[1] == null) {
          return true;
        }
      }
      return false;
    }
  }
}
