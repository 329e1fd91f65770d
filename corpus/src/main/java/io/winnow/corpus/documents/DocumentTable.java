package io.winnow.corpus.documents;

import io.winnow.corpus.Digest;
import io.winnow.corpus.Document;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Origin;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import org.jspecify.annotations.Nullable;

/** The tables of what was read: documents, their ids, and records that are no documents. */
public final class DocumentTable {
  public static final Column<String> SOURCE = Column.text("source", "source in the recipe");
  public static final Column<String> KIND = Column.text("kind", "web, book, paper, code or social");
  public static final Column<String> URI = Column.text("uri", "input file and path inside it");
  public static final Column<Long> OFFSET =
      Column.number("offset", "byte offset of the record, -1 where unknown");
  public static final Column<String> SOURCE_URI = Column.text("source_uri", "the record's own URI");
  public static final Column<String> TITLE = Column.text("title", "title");
  public static final Column<String> GIVEN_ID =
      Column.text("given_id", "id that the input brought");
  public static final Column<String> REPOSITORY = Column.text("repository", "repository of a file");
  public static final Column<String> PATH =
      Column.text("path", "path inside the container or repository");
  public static final Column<String> PROGRAMMING_LANGUAGE =
      Column.text("programming_language", "language of source code");
  public static final Column<String> LICENCE = Column.text("licence", "SPDX name of the licence");
  public static final Column<String> LICENCE_FILE =
      Column.text("licence_file", "path of the licence file");
  public static final Column<Long> DATE = Column.number("date", "milliseconds since 1970, UTC");
  public static final Column<DocumentId> BASE_ID =
      Column.id("base_id", "id before equal ones are numbered");
  public static final Column<DocumentId> TEXT_DIGEST =
      Column.id("text_digest", "128-bit digest of the text");
  public static final Column<DocumentId> ORIGIN_DIGEST =
      Column.id("origin_digest", "digest of what the record says of itself");
  public static final Column<Long> TEXT_BYTES =
      Column.number("text_bytes", "UTF-8 bytes of the text");
  public static final Column<String> TEXT = Column.text("text", "the text");

  public static final Table DOCUMENTS =
      Table.aligned(
          "documents",
          SOURCE,
          KIND,
          URI,
          OFFSET,
          SOURCE_URI,
          TITLE,
          GIVEN_ID,
          REPOSITORY,
          PATH,
          PROGRAMMING_LANGUAGE,
          LICENCE,
          LICENCE_FILE,
          DATE,
          BASE_ID,
          TEXT_DIGEST,
          ORIGIN_DIGEST,
          TEXT_BYTES,
          TEXT);

  /** The columns that conditions may name: all of {@link #DOCUMENTS} but the text. */
  public static final Schema THIN = DOCUMENTS.schema().without(TEXT);

  public static final Column<DocumentId> ID = Column.id("id", "document id");

  /** Each document's final id. */
  public static final Table IDS = Table.aligned("ids", ID);

  public static final Column<DocumentId> PASSED_OVER_ID =
      Column.id("id", "digest of source, place and reason");
  public static final Column<String> REASON = Column.text("reason", "why it is no document");

  public static final Table PASSED_OVER =
      Table.list("passed_over", PASSED_OVER_ID, SOURCE, URI, OFFSET, REASON);

  public static final Column<DocumentId> DEAD_LETTER_ID =
      Column.id("id", "digest of source, place and cause");
  public static final Column<String> CAUSE = Column.text("cause", "why it could not be read");
  public static final Column<String> DETAIL = Column.text("detail", "one sentence");

  public static final Table DEAD_LETTERS =
      Table.list("dead_letters", DEAD_LETTER_ID, SOURCE, URI, OFFSET, CAUSE, DETAIL);

  private DocumentTable() {}

  /**
   * A document as a row of {@link #DOCUMENTS}.
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
