package io.winnow.report.statistics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.report.statistics.Statistics.Pair;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Histograms of all signals for parts of the documents, such as those of one source.
 *
 * <p>Memory: about 100 KB for each part.
 */
final class SignalSlices {
  private final List<SignalScale> signals;
  private final TreeMap<String, List<Pair>> parts = new TreeMap<>();

  SignalSlices(List<SignalScale> signals) {
    this.signals = signals;
  }

  private List<Pair> part(String name) {
    return parts.computeIfAbsent(name, n -> Pair.of(signals));
  }

  void add(String part, boolean kept, double[] values) {
    Pair.add(part(part), kept, values);
  }

  void merge(SignalSlices other) {
    other.parts.forEach((name, histograms) -> Pair.merge(part(name), histograms));
  }

  /** Whether no document was added. */
  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Histograms of some parts together; empty ones where there is nothing in them. */
  List<Pair> together(Collection<String> names) {
    List<Pair> sum = Pair.of(signals);
    for (String name : names) {
      Pair.merge(sum, parts.getOrDefault(name, List.of()));
    }
    return sum;
  }

  void write(JsonGenerator json, String field) throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, List<Pair>> part : parts.entrySet()) {
      StatisticsJson.writeHistograms(json, part.getKey(), part.getValue());
    }
    json.writeEndObject();
  }

  /**
   * @param json a missing node in statistics of versions that had no such parts
   */
  void read(JsonNode json) {
    json.fields()
        .forEachRemaining(
            part -> StatisticsJson.readHistograms(part.getValue(), part(part.getKey())));
  }
}
