package io.winnow.report.statistics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Kept and dropped documents by names of which there may be any number, such as domains. Sums over
 * all names are exact. With more than {@value #MOST} names, the rarest are counted together, and a
 * name that was rare in some shards may have been counted there among them.
 *
 * <p>Memory: at most {@value #MOST} names twice over, 250 bytes each.
 */
final class NameCounts {
  static final int MOST = 10_000;

  private static final int CHARACTERS = 200;

  private final TreeMap<String, Split> names = new TreeMap<>();
  private Split others = Split.NONE;

  void add(String name, Split split) {
    names.merge(cut(name), split, Split::plus);
    if (names.size() >= 2 * MOST) {
      fold();
    }
  }

  private static String cut(String name) {
    if (name.length() <= CHARACTERS) {
      return name;
    }
    int end = Character.isHighSurrogate(name.charAt(CHARACTERS - 1)) ? 1 : 0;
    return name.substring(0, CHARACTERS - end);
  }

  void merge(NameCounts other) {
    other.names.forEach(this::add);
    others = others.plus(other.others);
  }

  /** Counts all but the most frequent names together. */
  private void fold() {
    if (names.size() <= MOST) {
      return;
    }
    List<Map.Entry<String, Split>> sorted = new ArrayList<>(names.entrySet());
    sorted.sort(Comparator.comparingLong((Map.Entry<String, Split> e) -> -documents(e.getValue())));
    for (Map.Entry<String, Split> rare : List.copyOf(sorted.subList(MOST, sorted.size()))) {
      others = others.plus(rare.getValue());
      names.remove(rare.getKey());
    }
  }

  private static long documents(Split split) {
    return split.kept().documents() + split.dropped().documents();
  }

  /** The names by themselves. */
  SortedMap<String, Split> names() {
    fold();
    return Collections.unmodifiableSortedMap(new TreeMap<>(names));
  }

  /** All names that are counted together. */
  Split others() {
    fold();
    return others;
  }

  void write(JsonGenerator json, String field) throws IOException {
    json.writeObjectFieldStart(field);
    StatisticsJson.writeSplits(json, "names", new TreeMap<>(names()));
    StatisticsJson.writeAmount(json, "otherKept", others().kept());
    StatisticsJson.writeAmount(json, "otherDropped", others().dropped());
    json.writeEndObject();
  }

  /**
   * @param json a missing node in statistics of versions that did not count them
   */
  void read(JsonNode json) {
    if (!json.isMissingNode()) {
      StatisticsJson.readSplits(json.required("names"), names);
      others =
          new Split(
              StatisticsJson.amount(json.required("otherKept")),
              StatisticsJson.amount(json.required("otherDropped")));
    }
  }
}
