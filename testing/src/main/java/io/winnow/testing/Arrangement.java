package io.winnow.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How the same input is laid out: as given, or under other names and in another order. */
public enum Arrangement {
  AS_GIVEN,
  RENAMED_AND_REORDERED;

  /**
   * The name under which an input file lies: the same, or another one that sorts differently. The
   * part from the first dot on stays, because it says how the file is read.
   */
  public String name(String fileName) {
    if (this == AS_GIVEN) {
      return fileName;
    }
    int dot = fileName.indexOf('.');
    String stem = dot < 0 ? fileName : fileName.substring(0, dot);
    String ending = dot < 0 ? "" : fileName.substring(dot);
    // Reversed, so that names that were numbered upwards no longer come in that order.
    return "moved-" + new StringBuilder(stem).reverse() + ending;
  }

  /** The elements in the order in which a pipeline is given them: the same, or back to front. */
  public <T> List<T> order(List<T> elements) {
    List<T> ordered = new ArrayList<>(elements);
    if (this == RENAMED_AND_REORDERED) {
      Collections.reverse(ordered);
    }
    return ordered;
  }
}
