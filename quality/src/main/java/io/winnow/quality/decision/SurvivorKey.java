package io.winnow.quality.decision;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** By what the survivor of a group is chosen. */
public enum SurvivorKey {
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

  /** The lower-case word that recipes use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The key that a word of a recipe names.
   *
   * @throws IllegalArgumentException naming the allowed words, if {@code word} is none of them
   */
  public static SurvivorKey of(String word) {
    for (SurvivorKey key : values()) {
      if (key.word().equals(word)) {
        return key;
      }
    }
    throw new IllegalArgumentException(
        "survivor must be among "
            + Arrays.stream(values()).map(SurvivorKey::word).collect(Collectors.joining(", "))
            + ", but was "
            + word);
  }
}
