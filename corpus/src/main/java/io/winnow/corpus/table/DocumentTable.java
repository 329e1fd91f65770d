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
          Column.text("source", "source in the recipe"),
          Column.text("kind", "web, book, paper, code or social"),
          Column.text("uri", "input file and path inside it"),
          Column.number("offset", "byte offset of the record, -1 where unknown"),
          Column.text("source_uri", "the record's own URI"),
          Column.text("title", "title"),
          Column.text("given_id", "id that the input brought"),
          Column.text("repository", "repository of a file"),
          Column.text("path", "path inside the container or repository"),
          Column.text("programming_language", "language of source code"),
          Column.text("licence", "SPDX name of the licence"),
          Column.text("licence_file", "path of the licence file"),
          Column.number("date", "milliseconds since 1970, UTC"),
          Column.id("base_id", "id before equal ones are numbered"),
          Column.id("text_digest", "128-bit digest of the text"),
          Column.id("origin_digest", "digest of what the record says of itself"),
          Column.number("text_bytes", "UTF-8 bytes of the text"),
          Column.text("text", "the text"));

  /** Of {@code ids}. */
  public static final Schema ID_SCHEMA = Schema.of(Column.id("id", "document id"));

  /** Of {@code passed_over}. */
  public static final Schema PASSED_OVER_SCHEMA =
      Schema.of(
          Column.id("id", "digest of source, place and reason"),
          Column.text("source", "source in the recipe"),
          Column.text("uri", "input file and path inside it"),
          Column.number("offset", "byte offset of the record, -1 where unknown"),
          Column.text("reason", "why it is no document"));

  /** Of {@code dead_letters}. */
  public static final Schema DEAD_LETTER_SCHEMA =
      Schema.of(
          Column.id("id", "digest of source, place and cause"),
          Column.text("source", "source in the recipe"),
          Column.text("uri", "input file and path inside it"),
          Column.number("offset", "byte offset of the record, -1 where unknown"),
          Column.text("cause", "why it could not be read"),
          Column.text("detail", "one sentence"));

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
