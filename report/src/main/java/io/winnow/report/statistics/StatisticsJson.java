package io.winnow.report.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.report.statistics.Statistics.Example;
import io.winnow.report.statistics.Statistics.Ledger;
import io.winnow.report.statistics.Statistics.Pair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The JSON form of {@link Statistics}: every list in a defined order, only buckets in use. */
final class StatisticsJson {
  private StatisticsJson() {}

  // Java's own Double.toString gives other digits before version 19 than after.
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build());

  static byte[] write(Statistics statistics) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = MAPPER.getFactory().createGenerator(bytes)) {
      json.writeStartObject();
      writeSettings(json, statistics.settings);
      writeSources(json, statistics);
      writeSplits(json, "kinds", statistics.kinds);
      writeSplits(json, "languages", statistics.languages);
      writeSplits(json, "grades", statistics.grades);
      writeHistograms(json, "signals", statistics.histograms);
      statistics.bySource.write(json, "signalsBySource");
      statistics.byLanguage.write(json, "signalsByLanguage");
      statistics.rules.write(json, "rules");
      statistics.nearest.write(json, "nearest");
      statistics.programmingLanguages.write(json, "programmingLanguages");
      statistics.licences.write(json, "licences");
      statistics.domains.write(json, "domains");
      writeExamples(json, statistics);
      writeClusters(json, statistics);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void writeSettings(JsonGenerator json, StatisticsSettings settings)
      throws IOException {
    json.writeObjectFieldStart("settings");
    json.writeArrayFieldStart("sources");
    for (String source : settings.sources()) {
      json.writeString(source);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("signals");
    for (SignalScale signal : settings.signals()) {
      json.writeStartObject();
      json.writeStringField("name", signal.name());
      json.writeStringField("scale", signal.scale().name());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rules");
    for (String rule : settings.rules()) {
      json.writeString(rule);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("thresholds");
    for (RuleThreshold threshold : settings.thresholds()) {
      json.writePOJO(threshold);
    }
    json.writeEndArray();
    json.writeNumberField("examples", settings.examples());
    json.writeNumberField("seed", settings.seed());
    json.writeEndObject();
  }

  private static void writeSources(JsonGenerator json, Statistics statistics) throws IOException {
    json.writeArrayFieldStart("sources");
    for (String source : statistics.settings.sources()) {
      Ledger ledger = statistics.ledger(source);
      json.writeStartObject();
      writeAmount(json, "kept", ledger.kept);
      json.writeArrayFieldStart("dropped");
      for (Map.Entry<Reason, Amount> entry : ledger.dropped.entrySet()) {
        json.writeStartObject();
        json.writeStringField("stage", entry.getKey().stage());
        json.writeStringField("reason", entry.getKey().reason());
        writeAmount(json, "amount", entry.getValue());
        json.writeEndObject();
      }
      json.writeEndArray();
      writeCounts(json, "deadLetters", ledger.deadLetters);
      writeCounts(json, "passedOver", ledger.passedOver);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void writeAmount(JsonGenerator json, String name, Amount amount) throws IOException {
    json.writeFieldName(name);
    json.writeArray(new long[] {amount.documents(), amount.tokens(), amount.textBytes()}, 0, 3);
  }

  private static void writeCounts(JsonGenerator json, String name, TreeMap<String, Long> counts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  static void writeSplits(JsonGenerator json, String name, TreeMap<String, Split> splits)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Map.Entry<String, Split> entry : splits.entrySet()) {
      json.writeStartObject();
      json.writeStringField("name", entry.getKey());
      writeAmount(json, "kept", entry.getValue().kept());
      writeAmount(json, "dropped", entry.getValue().dropped());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void writeHistograms(JsonGenerator json, String name, List<Pair> histograms)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Pair pair : histograms) {
      json.writeStartObject();
      writeHistogram(json, "kept", pair.kept());
      writeHistogram(json, "dropped", pair.dropped());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeHistogram(JsonGenerator json, String name, Histogram histogram)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("missing", histogram.missing());
    if (histogram.zeros() > 0) {
      json.writeNumberField("zeros", histogram.zeros());
    }
    if (histogram.present() > 0) {
      json.writeNumberField("min", histogram.min());
      json.writeNumberField("max", histogram.max());
    }
    json.writeArrayFieldStart("counts");
    for (int i = 0; i < histogram.scale().buckets(); i++) {
      if (histogram.count(i) > 0) {
        json.writeArray(new long[] {i, histogram.count(i)}, 0, 2);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeExamples(JsonGenerator json, Statistics statistics) throws IOException {
    json.writeArrayFieldStart("examples");
    for (Map.Entry<Reason, TreeSet<Example>> entry : statistics.examples.entrySet()) {
      json.writeStartObject();
      json.writeStringField("stage", entry.getKey().stage());
      json.writeStringField("reason", entry.getKey().reason());
      json.writeArrayFieldStart("ids");
      for (Example example : entry.getValue()) {
        json.writeString(example.id().toString());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeClusters(JsonGenerator json, Statistics statistics) throws IOException {
    json.writeArrayFieldStart("clusters");
    for (Map.Entry<String, ClusterSizes> entry : statistics.clusters.entrySet()) {
      json.writeStartObject();
      json.writeStringField("method", entry.getKey());
      json.writeArrayFieldStart("sizes");
      ClusterSizes sizes = entry.getValue();
      for (int i = 0; i < SizeClass.CLASSES; i++) {
        if (sizes.clusters(i) > 0) {
          json.writeArray(new long[] {i, sizes.clusters(i), sizes.members(i)}, 0, 3);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static Statistics read(byte[] bytes) {
    JsonNode json;
    try {
      json = MAPPER.readTree(new String(bytes, UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException("statistics are not JSON: " + e.getMessage(), e);
    }
    Statistics statistics = new Statistics(readSettings(json.required("settings")));
    readSources(json.required("sources"), statistics);
    readSplits(json.required("kinds"), statistics.kinds);
    readSplits(json.required("languages"), statistics.languages);
    readSplits(json.required("grades"), statistics.grades);
    readHistograms(json.required("signals"), statistics.histograms);
    // Versions before had none of these.
    statistics.bySource.read(json.path("signalsBySource"));
    statistics.byLanguage.read(json.path("signalsByLanguage"));
    statistics.rules.read(json.path("rules"));
    statistics.nearest.read(json.path("nearest"));
    statistics.programmingLanguages.read(json.path("programmingLanguages"));
    statistics.licences.read(json.path("licences"));
    statistics.domains.read(json.path("domains"));
    for (JsonNode group : json.required("examples")) {
      Reason reason = new Reason(text(group, "stage"), text(group, "reason"));
      statistics.examples.put(reason, new TreeSet<>());
      for (JsonNode hex : group.required("ids")) {
        DocumentId id = DocumentId.parse(text(hex));
        long hash = Chance.bits(id, "example", statistics.settings.seed());
        statistics.remember(reason, new Example(hash, id));
      }
    }
    for (JsonNode method : json.required("clusters")) {
      ClusterSizes sizes = new ClusterSizes();
      for (JsonNode size : method.required("sizes")) {
        sizes.restore(
            size.required(0).intValue(),
            size.required(1).longValue(),
            size.required(2).longValue());
      }
      statistics.clusters.put(text(method, "method"), sizes);
    }
    return statistics;
  }

  private static StatisticsSettings readSettings(JsonNode json) {
    List<String> sources = new ArrayList<>();
    json.required("sources").forEach(source -> sources.add(text(source)));
    List<SignalScale> signals = new ArrayList<>();
    for (JsonNode signal : json.required("signals")) {
      signals.add(new SignalScale(text(signal, "name"), Scale.valueOf(text(signal, "scale"))));
    }
    List<String> rules = new ArrayList<>();
    json.path("rules").forEach(rule -> rules.add(text(rule)));
    List<RuleThreshold> thresholds = new ArrayList<>();
    for (JsonNode threshold : json.path("thresholds")) {
      thresholds.add(MAPPER.convertValue(threshold, RuleThreshold.class));
    }
    return new StatisticsSettings(
        sources,
        signals,
        rules,
        thresholds,
        json.required("examples").intValue(),
        json.required("seed").longValue());
  }

  private static void readSources(JsonNode json, Statistics statistics) {
    for (int i = 0; i < statistics.settings.sources().size(); i++) {
      JsonNode source = json.required(i);
      Ledger ledger = statistics.ledger(statistics.settings.sources().get(i));
      ledger.kept = amount(source.required("kept"));
      for (JsonNode entry : source.required("dropped")) {
        Reason reason = new Reason(text(entry, "stage"), text(entry, "reason"));
        ledger.dropped.put(reason, amount(entry.required("amount")));
      }
      readCounts(source.required("deadLetters"), ledger.deadLetters);
      readCounts(source.required("passedOver"), ledger.passedOver);
    }
  }

  private static void readCounts(JsonNode json, TreeMap<String, Long> counts) {
    json.fields().forEachRemaining(e -> counts.put(e.getKey(), e.getValue().longValue()));
  }

  static void readSplits(JsonNode json, TreeMap<String, Split> splits) {
    for (JsonNode entry : json) {
      splits.put(
          text(entry, "name"),
          new Split(amount(entry.required("kept")), amount(entry.required("dropped"))));
    }
  }

  static void readHistograms(JsonNode json, List<Pair> histograms) {
    for (int i = 0; i < histograms.size(); i++) {
      JsonNode signal = json.required(i);
      readHistogram(signal.required("kept"), histograms.get(i).kept());
      readHistogram(signal.required("dropped"), histograms.get(i).dropped());
    }
  }

  private static void readHistogram(JsonNode json, Histogram histogram) {
    for (JsonNode count : json.required("counts")) {
      histogram.restore(count.required(0).intValue(), count.required(1).longValue());
    }
    histogram.restore(
        json.required("missing").longValue(),
        json.path("zeros").longValue(),
        json.path("min").asDouble(Double.POSITIVE_INFINITY),
        json.path("max").asDouble(Double.NEGATIVE_INFINITY));
  }

  static Amount amount(JsonNode json) {
    return new Amount(
        json.required(0).longValue(), json.required(1).longValue(), json.required(2).longValue());
  }

  private static String text(JsonNode json, String name) {
    return text(json.required(name));
  }

  private static String text(JsonNode json) {
    if (!json.isTextual()) {
      throw new IllegalArgumentException("statistics have " + json + " where a text belongs");
    }
    return json.textValue();
  }
}
