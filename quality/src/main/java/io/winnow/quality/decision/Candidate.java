package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds know of a document.
 *
 * @param rowId where it lies
 * @param id its id
 * @param order its place among the survivors, see {@link SurvivorOrder}
 * @param textDigest equal for equal texts
 * @param content its group of equal texts, if it has one
 * @param url its group of equal addresses, if it has one
 * @param contaminated counts once only one of several equal texts is left
 * @param stage what dropped it, or null while it lives
 * @param reason why it was dropped, or null while it lives
 */
record Candidate(
    long rowId,
    DocumentId id,
    byte[] order,
    DocumentId textDigest,
    @Nullable DocumentId content,
    @Nullable DocumentId url,
    boolean contaminated,
    @Nullable String stage,
    @Nullable String reason) {

  private static final Column<Long> ROW_ID = Column.number("row_id", "");
  private static final Column<byte[]> ORDER = Column.bytes("order", "");
  private static final Column<DocumentId> CONTENT = Column.id("content", "");
  private static final Column<DocumentId> URL = Column.id("url", "");
  private static final Column<Boolean> CONTAMINATED = Column.flag("contaminated", "");

  /** Of {@link #values}. */
  static final Schema SCHEMA =
      Schema.of(
          ROW_ID,
          DocumentTable.ID,
          ORDER,
          DocumentTable.TEXT_DIGEST,
          CONTENT,
          URL,
          CONTAMINATED,
          DecisionTables.STAGE,
          DecisionTables.REASON);

  @Nullable Object[] values() {
    return new @Nullable Object[] {
      rowId, id, order, textDigest, content, url, contaminated, stage, reason
    };
  }

  static Candidate of(Row row) {
    return new Candidate(
        row.get(ROW_ID),
        row.get(DocumentTable.ID),
        row.get(ORDER),
        row.get(DocumentTable.TEXT_DIGEST),
        row.getOrNull(CONTENT),
        row.getOrNull(URL),
        row.is(CONTAMINATED),
        row.getOrNull(DecisionTables.STAGE),
        row.getOrNull(DecisionTables.REASON));
  }

  /** Its group in a round, if it has one. */
  @Nullable DocumentId group(Likeness likeness) {
    return switch (likeness) {
      case CONTENT -> content;
      case URL -> url;
    };
  }

  boolean lives() {
    return reason == null;
  }

  Candidate dropped(Drop drop) {
    return dropped(drop.stage(), drop.reason());
  }

  Candidate dropped(String byStage, String forReason) {
    return new Candidate(
        rowId, id, order, textDigest, content, url, contaminated, byStage, forReason);
  }
}
