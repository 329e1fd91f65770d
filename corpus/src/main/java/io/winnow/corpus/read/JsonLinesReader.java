package io.winnow.corpus.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.corpus.Origin;
import io.winnow.corpus.html.MainText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON Lines: an object a line, of which the source's fields say what is what. */
final class JsonLinesReader {
  /** What is taken where the recipe names no field. */
  private static final Map<String, String> DEFAULTS =
      Map.of("text", "text", "id", "id", "uri", "url", "title", "title");

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  private final Records records;
  private final Map<String, String> fields;

  JsonLinesReader(Records records) {
    this.records = records;
    this.fields = records.source().fields();
  }

  void read(String path) throws IOException {
    long offset = 0;
    try (InputStream stream = Bytes.open(path)) {
      Line line = new Line(records.maximumBytes());
      while (line.read(stream)) {
        Origin origin = Origin.at(path, offset);
        if (line.tooLong) {
          records.tooLarge(origin);
        } else {
          record(origin, line.bytes());
        }
        offset += line.length;
      }
    } catch (IOException e) {
      records.deadLetter(Origin.at(path, offset), "broken-file", e);
    }
  }

  private void record(Origin origin, byte[] bytes) {
    Optional<String> line = TextDecoding.strictUtf8(bytes);
    if (line.isEmpty()) {
      records.deadLetter(origin, "not-utf-8", "the line is not UTF-8");
      return;
    }
    if (line.get().isBlank()) {
      return;
    }
    JsonNode json;
    try {
      json = JSON.readTree(line.get());
    } catch (JsonProcessingException e) {
      records.deadLetter(origin, "not-json", e.getOriginalMessage());
      return;
    }
    if (!json.isObject()) {
      records.deadLetter(origin, "not-an-object", "the line is JSON, but no object");
      return;
    }
    document(described(origin, json), json);
  }

  private void document(Origin origin, JsonNode json) {
    String title = word(json, "title");
    String html = fields.containsKey("html") ? word(json, "html") : null;
    if (html != null) {
      MainText main = MainText.extract(html);
      title = title == null ? main.title() : title;
      text(origin, title, main.text());
      return;
    }
    JsonNode text = field(json, "text");
    if (text == null || !text.isTextual()) {
      records.deadLetter(
          origin,
          "no-text-field",
          "the field " + fieldName("text") + " is " + (text == null ? "missing" : "no text"));
      return;
    }
    text(origin, title, text.asText());
  }

  private void text(Origin origin, @Nullable String title, String text) {
    if (text.isBlank()) {
      records.passOver(origin, "no-text");
    } else {
      records.document(origin, title, text);
    }
  }

  private Origin described(Origin origin, JsonNode json) {
    return origin
        .withSourceUri(word(json, "uri"))
        .withGivenId(word(json, "id"))
        .withPath(word(json, "repository"), word(json, "path"))
        .withProgrammingLanguage(word(json, "language"))
        .withDate(date(field(json, "date")));
  }

  private @Nullable String word(JsonNode json, String what) {
    JsonNode value = field(json, what);
    return value == null || value.isContainerNode() || value.asText().isEmpty()
        ? null
        : value.asText();
  }

  private @Nullable JsonNode field(JsonNode json, String what) {
    String name = fieldName(what);
    if (name == null) {
      return null;
    }
    JsonNode value = json.get(name);
    if (value == null) {
      // Dots lead into objects, where no field has the whole name.
      value = json;
      for (String part : name.split("\\.")) {
        value = value == null ? null : value.get(part);
      }
    }
    return value == null || value.isNull() ? null : value;
  }

  private @Nullable String fieldName(String what) {
    String name = fields.get(what);
    return name != null ? name : DEFAULTS.get(what);
  }

  /** Seconds or milliseconds since 1970, or an ISO date or time; null for anything else. */
  static @Nullable Long date(@Nullable JsonNode value) {
    if (value == null) {
      return null;
    }
    if (value.isNumber()) {
      double number = value.asDouble();
      // Seconds reach 10^11 in the year 5138.
      return Math.abs(number) < 1e11 ? (long) (number * 1000) : (long) number;
    }
    String text = value.asText().strip();
    try {
      if (text.length() == 10) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      }
      return text.endsWith("Z")
          ? Instant.parse(text).toEpochMilli()
          : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** One line at a time; what is longer than the maximum is skipped without being held. */
  private static final class Line {
    private final int maximum;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    private long length;
    private boolean tooLong;

    Line(int maximum) {
      this.maximum = maximum;
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    /** Reads up to and with the next line feed; false at the end of the stream. */
    boolean read(InputStream stream) throws IOException {
      bytes.reset();
      length = 0;
      tooLong = false;
      for (int b = stream.read(); b >= 0; b = stream.read()) {
        length++;
        if (b == '\n') {
          return true;
        }
        if (bytes.size() < maximum) {
          bytes.write(b);
        } else {
          tooLong = true;
        }
      }
      return length > 0;
    }
  }
}
