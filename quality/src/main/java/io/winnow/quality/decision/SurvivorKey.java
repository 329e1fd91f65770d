package io.winnow.quality.decision;

import io.winnow.corpus.Worded;
import java.util.Locale;

/** By what the survivor of a group is chosen. */
public enum SurvivorKey implements Worded {
  /** Highest score of quality first; without a score last. */
  BEST_QUALITY,
  /** Most bytes of text first. */
  LONGEST,
  /** Fewest bytes of text first. */
  SHORTEST,
  /** Latest date first; without a date last. */
  NEWEST,
  /** In the order in which the recipe names the sources. */
  SOURCE,
  /** Smallest document id first. */
  ID;

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The key that a word of a recipe names.
   *
   * @throws IllegalArgumentException naming the allowed words, if {@code word} is none of them
   */
  public static SurvivorKey of(String word) {
    return Worded.of("survivor", values(), word);
  }
}
