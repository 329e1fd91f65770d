package io.winnow.readers.source;

import java.util.Locale;

/** Why a record is no document, though nothing is wrong with it. */
public enum PassedOverReason {
  ANSWER_WITHOUT_QUESTION("an answer whose question is not in the file"),
  BINARY("a file of bytes that are no text"),
  HTTP_STATUS("a page that the server answered with another status than 200"),
  NO_FILES("a repository without a file that is read"),
  NO_ROWS("a file with a head and no rows"),
  NO_TEXT("nothing but white space is left of it"),
  NO_TEXT_COLUMN("a file without a column of texts, where the recipe names none"),
  NOT_A_BOOK("a file that is no book by its name"),
  NOT_A_DISCUSSION("a file that is no discussion by its name"),
  NOT_A_PAPER("a file that is no paper by its name, or has no document of LaTeX in it"),
  NOT_A_QUESTION("a post that is neither question nor answer"),
  NOT_HTML("a file or record that is no page"),
  NOT_HTTP("a WARC record that is no HTTP answer"),
  NOT_JATS("an XML file that is no article"),
  NOT_TEXT("a WARC record of plain text that is none"),
  PART_OF_LATEX("a file that another one includes"),
  UNKNOWN_LANGUAGE("a source file of no known language");

  private final String description;

  PassedOverReason(String description) {
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
