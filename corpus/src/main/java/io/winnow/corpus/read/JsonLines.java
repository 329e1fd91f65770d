package io.winnow.corpus.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.corpus.text.TextDecoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads JSON Lines (plain, .gz or .zst) that are no documents but settings, such as the items of a
 * benchmark or labelled examples: here a wrong line is an error.
 */
public final class JsonLines {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAXIMUM_LINE_BYTES = 256 << 20;

  private JsonLines() {}

  /** Takes the object of a line. */
  @FunctionalInterface
  public interface ObjectSink {
    /**
     * @param line number, from 1
     */
    void accept(long line, JsonNode object) throws IOException;
  }

  /**
   * Reads every line that is not blank.
   *
   * @throws WrongInput naming file and line where one is no JSON object in UTF-8
   * @throws IOException if the file cannot be read
   */
  public static void read(String path, ObjectSink objects) throws IOException {
    try (InputStream stream = new InputBlob(path).open()) {
      ByteLine line = new ByteLine(MAXIMUM_LINE_BYTES);
      for (long number = 1; line.read(stream); number++) {
        Optional<String> text = TextDecoding.strictUtf8(line.bytes());
        if (text.isEmpty() || line.tooLong()) {
          String fault = line.tooLong() ? " is too long" : " is not UTF-8";
          throw new WrongInput(path + ", line " + number + fault);
        }
        if (!text.get().isBlank()) {
          objects.accept(number, object(path, number, text.get()));
        }
      }
    } catch (LostInput e) {
      throw e.getCause();
    }
  }

  private static JsonNode object(String path, long number, String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw new WrongInput(path + ", line " + number + " is not JSON: " + e.getOriginalMessage());
    }
    throw new WrongInput(path + ", line " + number + " is no JSON object");
  }
}
