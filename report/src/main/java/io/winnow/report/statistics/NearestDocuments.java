package io.winnow.report.statistics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.corpus.DocumentId;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * For each threshold, the documents nearest to it: of those that its rule dropped, and of those
 * that are kept. Documents at one distance go by their ids.
 */
final class NearestDocuments {
  private final List<RuleThreshold> thresholds;
  private final int most;
  private final List<Sides> sides;

  /** Documents on both sides of a threshold. */
  private record Sides(TreeSet<Near> dropped, TreeSet<Near> kept) {}

  /** A document and its value. */
  record Near(double distance, DocumentId id, double value) implements Comparable<Near> {
    private static final Comparator<Near> ORDER =
        Comparator.comparingDouble(Near::distance).thenComparing(Near::id);

    @Override
    public int compareTo(Near other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * @param most documents remembered on each side
   */
  NearestDocuments(List<RuleThreshold> thresholds, int most) {
    this.thresholds = thresholds;
    this.most = most;
    this.sides = thresholds.stream().map(t -> new Sides(new TreeSet<>(), new TreeSet<>())).toList();
  }

  /**
   * Looks at a document.
   *
   * @param rule that dropped it; empty if none did
   * @param values of the thresholds' columns; NaN where one is missing
   */
  void add(DocumentFacts facts, String rule, double[] values) {
    for (int i = 0; i < values.length; i++) {
      RuleThreshold threshold = thresholds.get(i);
      double value = values[i];
      if (Double.isFinite(value) && threshold.sources().contains(facts.source())) {
        boolean takes = threshold.takes(value);
        Near near = new Near(Math.abs(value - threshold.number()), facts.id(), value);
        if (takes && rule.equals(threshold.rule())) {
          remember(sides.get(i).dropped, near);
        } else if (!takes && facts.kept()) {
          remember(sides.get(i).kept, near);
        }
      }
    }
  }

  private void remember(TreeSet<Near> nearest, Near document) {
    nearest.add(document);
    if (nearest.size() > most) {
      nearest.pollLast();
    }
  }

  void merge(NearestDocuments other) {
    for (int i = 0; i < sides.size(); i++) {
      TreeSet<Near> dropped = sides.get(i).dropped;
      TreeSet<Near> kept = sides.get(i).kept;
      other.sides.get(i).dropped.forEach(near -> remember(dropped, near));
      other.sides.get(i).kept.forEach(near -> remember(kept, near));
    }
  }

  /** The nearest first. */
  List<Near> of(int threshold, boolean kept) {
    return List.copyOf(kept ? sides.get(threshold).kept : sides.get(threshold).dropped);
  }

  void write(JsonGenerator json, String field) throws IOException {
    json.writeArrayFieldStart(field);
    for (Sides both : sides) {
      json.writeStartObject();
      write(json, "dropped", both.dropped);
      write(json, "kept", both.kept);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, String field, TreeSet<Near> nearest)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Near near : nearest) {
      json.writeStartObject();
      json.writeStringField("id", near.id().toString());
      json.writeNumberField("value", near.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  void read(JsonNode json) {
    for (int i = 0; i < sides.size(); i++) {
      read(json.required(i).required("dropped"), i, sides.get(i).dropped);
      read(json.required(i).required("kept"), i, sides.get(i).kept);
    }
  }

  private void read(JsonNode json, int threshold, TreeSet<Near> nearest) {
    for (JsonNode near : json) {
      double value = near.required("value").doubleValue();
      DocumentId id = DocumentId.parse(near.required("id").textValue());
      nearest.add(new Near(Math.abs(value - thresholds.get(threshold).number()), id, value));
    }
  }
}
