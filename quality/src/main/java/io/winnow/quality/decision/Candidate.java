package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Schema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds know of a document.
 *
 * @param rowId where it lies
 * @param id its id
 * @param source its source's name
 * @param kind its kind's word
 * @param textBytes length of its text
 * @param date milliseconds since 1970
 * @param textDigest equal for equal texts
 * @param content its group of equal texts, if it has one
 * @param url its group of equal addresses, if it has one
 * @param minhash its group of near copies, if it has one
 * @param signatureRowId where the signature lies that put it into that group: its own row, or that
 *     of a document with the same text
 * @param stage what dropped it, or null while it lives
 * @param reason why it was dropped, or null while it lives
 */
record Candidate(
    long rowId,
    DocumentId id,
    String source,
    String kind,
    long textBytes,
    @Nullable Long date,
    DocumentId textDigest,
    @Nullable DocumentId content,
    @Nullable DocumentId url,
    @Nullable DocumentId minhash,
    long signatureRowId,
    @Nullable String stage,
    @Nullable String reason) {

  /** Of {@link #row}. */
  static final Schema SCHEMA =
      Schema.of(
          new Column("row_id", ColumnType.LONG, ""),
          new Column("id", ColumnType.ID, ""),
          new Column("source", ColumnType.STRING, ""),
          new Column("kind", ColumnType.STRING, ""),
          new Column("text_bytes", ColumnType.LONG, ""),
          new Column("date", ColumnType.LONG, ""),
          new Column("text_digest", ColumnType.ID, ""),
          new Column("content", ColumnType.ID, ""),
          new Column("url", ColumnType.ID, ""),
          new Column("minhash", ColumnType.ID, ""),
          new Column("signature_row_id", ColumnType.LONG, ""),
          new Column("stage", ColumnType.STRING, ""),
          new Column("reason", ColumnType.STRING, ""));

  @Nullable Object[] row() {
    return new @Nullable Object[] {
      rowId,
      id,
      source,
      kind,
      textBytes,
      date,
      textDigest,
      content,
      url,
      minhash,
      signatureRowId,
      stage,
      reason
    };
  }

  static Candidate of(@Nullable Object[] row) {
    return new Candidate(
        (Long) Objects.requireNonNull(row[0]),
        (DocumentId) Objects.requireNonNull(row[1]),
        (String) Objects.requireNonNull(row[2]),
        (String) Objects.requireNonNull(row[3]),
        (Long) Objects.requireNonNull(row[4]),
        (Long) row[5],
        (DocumentId) Objects.requireNonNull(row[6]),
        (DocumentId) row[7],
        (DocumentId) row[8],
        (DocumentId) row[9],
        (Long) Objects.requireNonNull(row[10]),
        (String) row[11],
        (String) row[12]);
  }

  /** Its group in a round, if it has one. */
  @Nullable DocumentId group(Likeness likeness) {
    return switch (likeness) {
      case CONTENT -> content;
      case URL -> url;
      case MINHASH -> minhash;
    };
  }

  boolean lives() {
    return reason == null;
  }

  Candidate dropped(Likeness by) {
    return new Candidate(
        rowId,
        id,
        source,
        kind,
        textBytes,
        date,
        textDigest,
        content,
        url,
        minhash,
        signatureRowId,
        by.stage(),
        by.reason());
  }

  /** In the group of near copies that another document with the same text is in. */
  Candidate inheriting(Candidate equal) {
    return new Candidate(
        rowId,
        id,
        source,
        kind,
        textBytes,
        date,
        textDigest,
        content,
        url,
        equal.minhash,
        equal.signatureRowId,
        stage,
        reason);
  }
}
