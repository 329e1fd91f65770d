package io.winnow.report;

import io.winnow.report.html.Element;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Cells and rows that set two runs side by side. */
final class Differences {
  private Differences() {}

  static PageTable differences(String label, String first) {
    return new PageTable(label)
        .words(first)
        .numbers("A")
        .numbers("B")
        .numbers("B − A")
        .numbers("Change");
  }

  static void difference(PageTable.Row row, long a, long b) {
    row.number(a).number(b).add(change(b - a)).words(relative(a, b));
  }

  static Element change(long difference) {
    return Element.of(Tag.SPAN, Numbers.signed(difference))
        .css(difference == 0 ? "muted" : "change");
  }

  static String relative(long a, long b) {
    if (a == b) {
      return "–";
    }
    if (a == 0) {
      return "new";
    }
    String percent = Numbers.fixed(100.0 * (b - a) / a, 1);
    return (b > a ? "+" : "") + percent + " %";
  }

  static <T> Set<T> union(Set<T> first, Set<T> second) {
    Set<T> union = new LinkedHashSet<>(first);
    union.addAll(second);
    return union;
  }

  /** Keyed by name, in order; of two with one name the first counts. */
  static <T> Map<String, T> byName(List<T> list, Function<T, String> name) {
    Map<String, T> map = new LinkedHashMap<>();
    list.forEach(item -> map.putIfAbsent(name.apply(item), item));
    return map;
  }
}
