package io.winnow.pipelines;

import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.DocumentTable;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import io.winnow.quality.decision.DecisionTables;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map stage that takes each text that the table {@code prefilter} lets through to one value, and
 * the others to nothing. Values of an earlier run under another prefilter are copied; text is read
 * only for a shard in which a document is new.
 */
final class TextTable implements ShardFunction {
  private final String table;
  private final Column column;
  private final Measure measure;

  /**
   * @param table that is written, of one column
   */
  TextTable(String table, Column column, Measure measure) {
    this.table = table;
    this.column = column;
    this.measure = measure;
  }

  /** Makes the function that is applied to the texts of one shard. */
  interface Measure extends Serializable {
    Function<String, Object> start();
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(table, Schema.of(column)));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    boolean textNeeded = !earlier || anyNew(folder, shard);
    List<Columns> columns = new ArrayList<>();
    columns.add(kept());
    columns.add(earlier ? Columns.of(table, column.name()) : kept());
    if (textNeeded) {
      columns.add(Columns.of(DocumentTable.DOCUMENTS, "text"));
    }
    Function<String, Object> function = measure.start();
    try (AlignedReader reader = AlignedReader.open(folder, shard.name(), columns)) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        Object value = null;
        if (Boolean.TRUE.equals(row[0])) {
          value = earlier ? row[1] : null;
          if (value == null && textNeeded) {
            value = function.apply((String) row[2]);
          }
        }
        to.write(0, value);
      }
    }
  }

  private static Columns kept() {
    return Columns.of(DecisionTables.PREFILTER, "kept");
  }

  /** Whether a document is let through of which the earlier table has no value. */
  private boolean anyNew(CorpusFolder folder, Shard shard) throws IOException {
    try (AlignedReader reader =
        AlignedReader.open(folder, shard.name(), kept(), Columns.of(table, column.name()))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        if (Boolean.TRUE.equals(row[0]) && row[1] == null) {
          return true;
        }
      }
      return false;
    }
  }
}
