package io.winnow.dedup.repeats;

import java.util.Locale;

/** A part of a text that is compared with those of other texts. */
public enum Unit {
  /** A line that is not blank. */
  LINE("repeated-line"),
  /** Lines up to the next blank one. */
  PARAGRAPH("repeated-paragraph"),
  /** Three sentences that follow each other, as in C4. */
  THREE_SENTENCES("repeated-sentences"),
  /** So many words in a row, wherever they begin. */
  PASSAGE("repeated-passage");

  private final String reason;

  Unit(String reason) {
    this.reason = reason;
  }

  /** The word that recipes use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Why a copy of one is cut out. */
  public String reason() {
    return reason;
  }

  /**
   * The unit that a word of a recipe names.
   *
   * @throws IllegalArgumentException if it names none
   */
  public static Unit of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
