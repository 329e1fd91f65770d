package io.winnow.report.html;

import java.util.List;

/**
 * How much of a report a page shows, so that no input makes a page that a browser cannot open. Each
 * section has bounds of its own; what is beyond them is summed up in a last row or counted in a
 * sentence, and {@code report.json} has all of it.
 */
public final class Bounds {
  private Bounds() {}

  /** Characters of names, conditions and titles. */
  public static final int NAME = 160;

  /** Characters of URIs and of sentences about dead letters. */
  public static final int URI = 300;

  /** Rows of a table of kinds, languages, reasons and the like. */
  public static final int ROWS = 40;

  /** At most so many, from the first on. */
  public static <T> List<T> first(List<T> list, int number) {
    return list.size() <= number ? list : list.subList(0, number);
  }

  /** Says how many are not shown, if any. */
  public static void more(Element parent, Tag tag, int all, int shown, String what) {
    if (all > shown) {
      parent.add(
          Element.of(tag, " Not shown: " + Numbers.grouped(all - shown) + " more " + what + ".")
              .css("muted"));
    }
  }
}
