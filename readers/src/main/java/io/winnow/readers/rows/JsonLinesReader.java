package io.winnow.readers.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.winnow.corpus.Origin;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.containers.TextLines;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.Records;
import org.jspecify.annotations.Nullable;

/** Reads JSON Lines: an object a line. */
public record JsonLinesReader(Records records) implements FileReader {
  private static final ObjectReader JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @Override
  public void read(Blob file) {
    new MappedRows(records)
        .read(
            file,
            (blob, faults, objects) ->
                TextLines.read(
                    blob,
                    faults,
                    (place, line) -> {
                      JsonNode object = line.isBlank() ? null : parse(place, line, faults);
                      if (object != null) {
                        objects.accept(place, object);
                      }
                    }));
  }

  private static @Nullable JsonNode parse(Origin place, String line, Records faults) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (MismatchedInputException e) {
      // Often the last line of one file and the first of another that was put behind it.
      faults.deadLetter(place, DeadLetterCause.NOT_JSON, "more than one JSON value is on the line");
      return null;
    } catch (JsonProcessingException e) {
      faults.deadLetter(place, DeadLetterCause.NOT_JSON, e.getOriginalMessage());
      return null;
    }
    if (!json.isObject()) {
      faults.deadLetter(place, DeadLetterCause.NOT_AN_OBJECT, "the line is JSON, but no object");
      return null;
    }
    return json;
  }
}
