package io.winnow.corpus.table;

import io.winnow.corpus.Digest;
import io.winnow.corpus.Document;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Origin;
import org.jspecify.annotations.Nullable;

/**
 * The columns that ingest writes: {@code documents}, {@code passed_over} and {@code dead_letters},
 * and the aligned {@code ids}, which holds each document's final id.
 */
public final class DocumentTable {
  public static final String DOCUMENTS = "documents";
  public static final String IDS = "ids";
  public static final String PASSED_OVER = "passed_over";
  public static final String DEAD_LETTERS = "dead_letters";

  /** Of {@code documents}; the last column is the text. */
  public static final Schema SCHEMA =
      Schema.of(
          new Column("source", ColumnType.STRING, "source in the recipe"),
          new Column("kind", ColumnType.STRING, "web, book, paper, code or social"),
          new Column("uri", ColumnType.STRING, "input file and path inside it"),
          new Column("offset", ColumnType.LONG, "byte offset of the record, -1 where unknown"),
          new Column("source_uri", ColumnType.STRING, "the record's own URI"),
          new Column("title", ColumnType.STRING, "title"),
          new Column("given_id", ColumnType.STRING, "id that the input brought"),
          new Column("repository", ColumnType.STRING, "repository of a file"),
          new Column("path", ColumnType.STRING, "path inside the container or repository"),
          new Column("programming_language", ColumnType.STRING, "language of source code"),
          new Column("licence", ColumnType.STRING, "SPDX name of the licence"),
          new Column("licence_file", ColumnType.STRING, "path of the licence file"),
          new Column("date", ColumnType.LONG, "milliseconds since 1970, UTC"),
          new Column("base_id", ColumnType.ID, "id before equal ones are numbered"),
          new Column("text_digest", ColumnType.ID, "128-bit digest of the text"),
          new Column("origin_digest", ColumnType.ID, "digest of what the record says of itself"),
          new Column("text_bytes", ColumnType.LONG, "UTF-8 bytes of the text"),
          new Column("text", ColumnType.STRING, "the text"));

  /** Of {@code ids}. */
  public static final Schema ID_SCHEMA = Schema.of(new Column("id", ColumnType.ID, "document id"));

  /** Of {@code passed_over}. */
  public static final Schema PASSED_OVER_SCHEMA =
      Schema.of(
          new Column("id", ColumnType.ID, "digest of source, place and reason"),
          new Column("source", ColumnType.STRING, "source in the recipe"),
          new Column("uri", ColumnType.STRING, "input file and path inside it"),
          new Column("offset", ColumnType.LONG, "byte offset of the record, -1 where unknown"),
          new Column("reason", ColumnType.STRING, "why it is no document"));

  /** Of {@code dead_letters}. */
  public static final Schema DEAD_LETTER_SCHEMA =
      Schema.of(
          new Column("id", ColumnType.ID, "digest of source, place and cause"),
          new Column("source", ColumnType.STRING, "source in the recipe"),
          new Column("uri", ColumnType.STRING, "input file and path inside it"),
          new Column("offset", ColumnType.LONG, "byte offset of the record, -1 where unknown"),
          new Column("cause", ColumnType.STRING, "why it could not be read"),
          new Column("detail", ColumnType.STRING, "one sentence"));

  private DocumentTable() {}

  /**
   * A document as a row of {@link #SCHEMA}.
   *
   * @param textBytes length of the text in UTF-8
   */
  public static @Nullable Object[] row(Document document, DocumentId textDigest, long textBytes) {
    Origin origin = document.origin();
    return new @Nullable Object[] {
      document.source(),
      document.kind().word(),
      origin.uri(),
      origin.offset(),
      origin.sourceUri(),
      document.title(),
      origin.givenId(),
      origin.repository(),
      origin.path(),
      origin.programmingLanguage(),
      origin.licence(),
      origin.licenceFile(),
      origin.date(),
      document.id(textDigest),
      textDigest,
      originDigest(document),
      textBytes,
      document.text()
    };
  }

  /**
   * Of what a record says of itself, without where its file lay. Orders documents with one id: what
   * is equal here too can be told apart by nothing but the place of its file.
   */
  private static DocumentId originDigest(Document document) {
    Origin origin = document.origin();
    Digest digest = new Digest();
    for (Object part :
        new @Nullable Object[] {
          document.kind().word(),
          document.title(),
          origin.sourceUri(),
          origin.givenId(),
          origin.repository(),
          origin.path(),
          origin.programmingLanguage(),
          origin.licence(),
          origin.licenceFile(),
          origin.date()
        }) {
      digest.add(part == null ? "" : "=" + part);
    }
    return digest.id();
  }
}
