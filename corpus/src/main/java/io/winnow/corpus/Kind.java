package io.winnow.corpus;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The five kinds of documents a corpus is made of. Readers, rules and mixtures differ by kind. */
public enum Kind implements Worded {
  WEB,
  BOOK,
  PAPER,
  CODE,
  SOCIAL;

  /** The lower-case word that recipes, tables and the command line use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind that a word of a recipe names.
   *
   * @throws IllegalArgumentException naming the allowed words, if {@code word} is none of them
   */
  public static Kind of(String word) {
    for (Kind kind : values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "kind must be one of "
            + Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", "))
            + ", but was "
            + word);
  }
}
