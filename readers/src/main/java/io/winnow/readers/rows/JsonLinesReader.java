package io.winnow.readers.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.corpus.Origin;
import io.winnow.corpus.files.ByteLine;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.source.Records;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON Lines: an object a line. */
public final class JsonLinesReader implements FileReader {
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  private final Records records;

  public JsonLinesReader(Records records) {
    this.records = records;
  }

  @Override
  public void read(Blob file) {
    new MappedRows(records).read(file, this::each);
  }

  /** Every line's object; what is none is told to {@code faults}. */
  private void each(Blob file, Records faults, MappedRows.Sink objects) {
    String uri = file.origin().uri();
    long offset = 0;
    try (InputStream stream = file.open()) {
      ByteLine line = new ByteLine(records.maximumBytes());
      while (line.read(stream)) {
        Origin origin = Origin.at(uri, offset);
        if (line.tooLong()) {
          faults.tooLarge(origin);
        } else {
          JsonNode object = parse(origin, line.bytes(), faults);
          if (object != null) {
            objects.accept(origin, object);
          }
        }
        offset += line.length();
      }
    } catch (IOException e) {
      faults.deadLetter(Origin.at(uri, offset), "broken-file", e);
    }
  }

  private static @Nullable JsonNode parse(Origin origin, byte[] bytes, Records faults) {
    Optional<String> line = TextDecoding.strictUtf8(bytes);
    if (line.isEmpty()) {
      faults.deadLetter(origin, "not-utf-8", "the line is not UTF-8");
      return null;
    }
    if (line.get().isBlank()) {
      return null;
    }
    JsonNode json;
    try {
      json = JSON.readTree(line.get());
    } catch (JsonProcessingException e) {
      faults.deadLetter(origin, "not-json", e.getOriginalMessage());
      return null;
    }
    if (!json.isObject()) {
      faults.deadLetter(origin, "not-an-object", "the line is JSON, but no object");
      return null;
    }
    return json;
  }
}
