package io.winnow.mixtures.export;

import io.winnow.corpus.Worded;
import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;

/** The formats that mixtures can be exported in. */
public enum ExportFormat implements Worded {
  /** JSON Lines, compressed by Zstandard: an object a row. */
  JSON_LINES("jsonl.zst", JsonLinesExport::new);

  private final String word;
  private final Opening opening;

  ExportFormat(String word, Opening opening) {
    this.word = word;
    this.opening = opening;
  }

  /**
   * Begins a file; throws {@link io.winnow.corpus.files.WrongInput} with a sentence for the user
   * where the format has no place for rows of a schema.
   */
  @FunctionalInterface
  private interface Opening {
    PartExport open(OutputStream to, Schema schema) throws IOException;
  }

  /** What recipes call it, and the end of its files' names. */
  @Override
  public String word() {
    return word;
  }

  /**
   * The format of a word.
   *
   * @throws IllegalArgumentException naming the words there are, if it is none of them
   */
  public static ExportFormat of(String word) {
    return Arrays.stream(values())
        .filter(format -> format.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "a mixture is exported as %s, but was to be as %s",
                        String.join(
                            " or ", Arrays.stream(values()).map(ExportFormat::word).toList()),
                        word)));
  }

  /** Begins the file of a part with rows of a schema. */
  PartExport open(OutputStream to, Schema schema) throws IOException {
    return opening.open(to, schema);
  }
}
