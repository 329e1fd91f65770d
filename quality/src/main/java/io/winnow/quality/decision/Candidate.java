package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import java.util.Objects;
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

  /** Of {@link #row}. */
  static final Schema SCHEMA =
      Schema.of(
          Column.number("row_id", ""),
          Column.id("id", ""),
          Column.bytes("order", ""),
          Column.id("text_digest", ""),
          Column.id("content", ""),
          Column.id("url", ""),
          Column.flag("contaminated", ""),
          Column.text("stage", ""),
          Column.text("reason", ""));

  @Nullable Object[] row() {
    return new @Nullable Object[] {
      rowId, id, order, textDigest, content, url, contaminated, stage, reason
    };
  }

  static Candidate of(@Nullable Object[] row) {
    return new Candidate(
        (Long) Objects.requireNonNull(row[0]),
        (DocumentId) Objects.requireNonNull(row[1]),
        (byte[]) Objects.requireNonNull(row[2]),
        (DocumentId) Objects.requireNonNull(row[3]),
        (DocumentId) row[4],
        (DocumentId) row[5],
        (Boolean) Objects.requireNonNull(row[6]),
        (String) row[7],
        (String) row[8]);
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

  Candidate dropped(String byStage, String forReason) {
    return new Candidate(
        rowId, id, order, textDigest, content, url, contaminated, byStage, forReason);
  }
}
