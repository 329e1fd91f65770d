package io.winnow.glm.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** JSON of a checkpoint, where a name that is there twice or anything behind the end is a fault. */
final class StrictJson {
  static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // What is wrong with a file is told in a sentence, without the file.
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .build();

  private StrictJson() {}

  /**
   * @param name of the file, for the message
   * @throws UnusableCheckpoint if it is not JSON
   */
  static JsonNode read(String name, byte[] bytes) throws IOException {
    try {
      return MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(bytes);
    } catch (JsonProcessingException e) {
      throw fault(name, e);
    }
  }

  static UnusableCheckpoint fault(String name, JsonProcessingException fault) {
    String message = fault.getOriginalMessage().lines().findFirst().orElse("");
    int place = message.indexOf(" (start marker");
    return new UnusableCheckpoint(
        name + " is not JSON: " + (place < 0 ? message : message.substring(0, place)), fault);
  }
}
