package io.winnow.readers.source;

import java.util.Locale;

/** Why a record could not be read. */
public enum DeadLetterCause {
  BROKEN_ARCHIVE(
      "a zip or tar that cannot be opened, ends early, or has a damaged part; what was read before"
          + " stays"),
  BROKEN_BUNDLE("a git bundle that is none, is damaged, or has no branch"),
  BROKEN_EPUB("an EPUB without the files that name its chapters"),
  BROKEN_FILE("a file, or the rest of it, that cannot be read or decompressed"),
  BROKEN_HEADER("the head of a CSV or TSV file with a quote that does not close"),
  BROKEN_HTTP("a WARC record whose HTTP answer cannot be read"),
  BROKEN_JATS("a paper that is no well-formed XML"),
  BROKEN_PARQUET("a Parquet file without a footer that can be read"),
  BROKEN_PDF("a PDF that cannot be read, is encrypted or has no text"),
  BROKEN_REPOSITORY("a git repository, or an object of it, that cannot be read"),
  BROKEN_ROW("a row that is damaged: of a dump of posts, or with a quote that does not close"),
  BROKEN_ROW_GROUP("rows of a Parquet file that are damaged"),
  BROKEN_WARC("a WARC record that cannot be read"),
  CONTAINER_TOO_DEEP("a container inside too many others"),
  MISSING_COLUMN("a file without a column that the recipe names"),
  NO_ID_FIELD("a message that others may answer has no id"),
  NO_TEXT_FIELD("a row without the field of the text, or one that is no text"),
  NOT_AN_OBJECT("a line of JSON that is no object"),
  NOT_JSON("a line that is no JSON, or more than one value of it"),
  NOT_UTF_8("a line that is not UTF-8"),
  RAGGED_ROW("a row with more or fewer fields than its header"),
  REPEATED_COLUMN("a column that the recipe names is there more than once"),
  TOO_LARGE("a record larger than the recipe allows (ingest.maximum-record-megabytes)"),
  TOO_MANY_PARTS("an archive with more parts than one may have"),
  UNSUPPORTED_ENCODING("a page in a content encoding that is not read");

  private final String description;

  DeadLetterCause(String description) {
    this.description = description;
  }

  /** As tables have it: {@code not-json}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One phrase for a person. */
  public String description() {
    return description;
  }
}
