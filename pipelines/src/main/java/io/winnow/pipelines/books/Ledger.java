package io.winnow.pipelines.books;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row for every record that was read, whatever became of it. The receipts of the table add it
 * up by source, outcome and reason; those sums are the books.
 */
public final class Ledger extends TableStage {
  /** What the ledger calls the reading of inputs, which passes over what is no document. */
  public static final String INGEST = "ingest";

  static final String KEPT = "kept";
  static final String DROPPED = "dropped";
  static final String DEAD_LETTER = "dead-letter";

  /** Between source, outcome, stage and reason in the names of a receipt's counts. */
  static final String SEPARATOR = "\t";

  public static final Column<DocumentId> ID =
      Column.id("id", "document id, or digest of a record's place");
  public static final Column<String> OUTCOME =
      Column.text("outcome", "kept, dropped or dead-letter");
  public static final Column<String> STAGE = Column.text("stage", "what dropped it");

  public static final Table LEDGER =
      Table.list("ledger", ID, DocumentTable.SOURCE, OUTCOME, STAGE, DecisionTables.REASON);

  public Ledger() {
    super(
        "",
        List.of(
            DocumentTable.IDS,
            DecisionTables.DECISIONS,
            DocumentTable.PASSED_OVER,
            DocumentTable.DEAD_LETTERS),
        LEDGER);
  }

  @Override
  public Work work(Inputs inputs) {
    return Work.perShard(Ledger::write);
  }

  private static void write(ShardInput from, ShardOutput to) throws IOException {
    from.forEach(
        List.of(
            DocumentTable.IDS.columns(DocumentTable.ID),
            DecisionTables.DECISIONS.columns(
                DocumentTable.SOURCE,
                DecisionTables.KEPT,
                DecisionTables.STAGE,
                DecisionTables.REASON)),
        row ->
            write(
                to,
                row.get(DocumentTable.ID),
                row.get(DocumentTable.SOURCE),
                row.is(DecisionTables.KEPT) ? KEPT : DROPPED,
                row.getOrNull(DecisionTables.STAGE),
                row.getOrNull(DecisionTables.REASON)));
    records(from, to, DocumentTable.PASSED_OVER, DocumentTable.REASON, DROPPED);
    records(from, to, DocumentTable.DEAD_LETTERS, DocumentTable.CAUSE, DEAD_LETTER);
  }

  private static void records(
      ShardInput from, ShardOutput to, Table table, Column<String> why, String outcome)
      throws IOException {
    from.forEach(
        table.columns(DocumentTable.ID, DocumentTable.SOURCE, why),
        row ->
            write(
                to,
                row.get(DocumentTable.ID),
                row.get(DocumentTable.SOURCE),
                outcome,
                INGEST,
                row.get(why)));
  }

  private static void write(
      ShardOutput to,
      DocumentId id,
      String source,
      String outcome,
      @Nullable String stage,
      @Nullable String reason)
      throws IOException {
    to.write(LEDGER, id, source, outcome, stage, reason);
    to.count(
        LEDGER,
        String.join(
            SEPARATOR, source, outcome, stage == null ? "" : stage, reason == null ? "" : reason),
        1);
  }
}
