package io.winnow.corpus;

import java.util.Locale;

/** The five kinds of documents a corpus is made of. Readers, rules and mixtures differ by kind. */
public enum Kind implements Worded {
  WEB,
  BOOK,
  PAPER,
  CODE,
  SOCIAL;

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind that a word of a recipe names.
   *
   * @throws IllegalArgumentException naming the allowed words, if {@code word} is none of them
   */
  public static Kind of(String word) {
    return Worded.of("kind", values(), word);
  }
}
