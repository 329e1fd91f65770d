package io.winnow.corpus.text;

import java.util.Set;

/** Words that a program knows, as its source lists them. */
public final class WordList {
  private WordList() {}

  /**
   * The words of a text, with white space between them.
   *
   * @throws IllegalArgumentException if one is there twice
   */
  public static Set<String> of(String text) {
    return Set.of(text.strip().split("\\s+"));
  }
}
