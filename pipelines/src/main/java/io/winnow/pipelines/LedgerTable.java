package io.winnow.pipelines;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The map stage {@code ledger}: one row for every record that was read, whatever became of it. The
 * receipts of the table add it up by source, outcome and reason; those sums are the books.
 */
final class LedgerTable implements ShardFunction {
  static final String NAME = "ledger";
  static final String KEPT = "kept";
  static final String DROPPED = "dropped";
  static final String DEAD_LETTER = "dead-letter";

  static final Schema SCHEMA =
      Schema.of(
          Column.id("id", "document id, or digest of a record's place"),
          Column.text("source", "source in the recipe"),
          Column.text("outcome", "kept, dropped or dead-letter"),
          Column.text("stage", "what dropped it"),
          Column.text("reason", "the first reason it was dropped for"));

  /** Between source, outcome, stage and reason in the names of a receipt's counts. */
  static final String SEPARATOR = "\t";

  @Override
  public List<Output> outputs() {
    return List.of(new Output(NAME, SCHEMA));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    try (AlignedReader documents =
        AlignedReader.open(
            folder,
            shard.name(),
            Columns.of(DocumentTable.IDS.name(), "id"),
            Columns.of("decisions", "source", "kept", "stage", "reason"))) {
      for (@Nullable Object[] row = documents.next(); row != null; row = documents.next()) {
        boolean kept = Boolean.TRUE.equals(row[2]);
        write(to, row[0], row[1], kept ? KEPT : DROPPED, row[3], row[4]);
      }
    }
    try (TableReader passed =
        TableReader.open(
            folder.table(DocumentTable.PASSED_OVER.name(), shard.name()),
            List.of("id", "source", "reason"))) {
      for (@Nullable Object[] row = passed.next(); row != null; row = passed.next()) {
        write(to, row[0], row[1], DROPPED, Ingest.NAME, row[2]);
      }
    }
    try (TableReader dead =
        TableReader.open(
            folder.table(DocumentTable.DEAD_LETTERS.name(), shard.name()),
            List.of("id", "source", "cause"))) {
      for (@Nullable Object[] row = dead.next(); row != null; row = dead.next()) {
        write(to, row[0], row[1], DEAD_LETTER, Ingest.NAME, row[2]);
      }
    }
  }

  private static void write(
      ShardOutput to,
      @Nullable Object id,
      @Nullable Object source,
      String outcome,
      @Nullable Object stage,
      @Nullable Object reason)
      throws IOException {
    to.write(0, id, source, outcome, stage, reason);
    to.count(
        0, String.join(SEPARATOR, String.valueOf(source), outcome, text(stage), text(reason)), 1);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
