package io.winnow.corpus.table;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody may have meant who misspelt a name. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * The name nearest to {@code word}, if it is near: at most two letters or a third of them differ.
   */
  public static Optional<String> among(String word, Collection<String> names) {
    return names.stream()
        .filter(
            name ->
                distance(word, name) <= Math.max(Math.min(2, name.length() / 2), name.length() / 3))
        .min(
            Comparator.<String>comparingInt(name -> distance(word, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** What goes after a misspelt name: a question, or else the names that there are. */
  public static String question(String word, Collection<String> names) {
    return among(word, names)
        .map(name -> "; did you mean " + name + "?")
        .orElseGet(() -> "; there are " + String.join(", ", names));
  }

  /**
   * Levenshtein's distance, where two neighbours that have changed places count once: insertions,
   * deletions, replacements and exchanges of one character.
   */
  static int distance(String a, String b) {
    int[] twoAbove = new int[b.length() + 1];
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], 1 + twoAbove[j - 2]);
        }
      }
      twoAbove = above;
      above = row;
    }
    return above[b.length()];
  }
}
