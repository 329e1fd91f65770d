package io.winnow.mixtures.sequences;

import java.util.Locale;

/** How texts become sequences. */
public enum Packing {
  /** One stream of all texts, cut wherever a sequence is full: what pre-training takes. */
  CONCATENATE,
  /**
   * Best-fit decreasing (Ding et al., "Fewer Truncations Improve Language Modeling", 2024): no text
   * that fits into a sequence is cut.
   */
  BEST_FIT;

  /** As a recipe writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** By the word of a recipe. */
  public static Packing of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
