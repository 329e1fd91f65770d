package io.winnow.corpus.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.winnow.corpus.text.TextDecoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads JSON Lines (plain, .gz or .zst) that are no documents but settings, such as the items of a
 * benchmark or labelled examples: here a wrong line is an error.
 */
public final class JsonLines {
  private static final ObjectReader JSON =
      new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final char BYTE_ORDER_MARK = '\uFEFF';
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

  /** Takes what is wrong with a line. */
  @FunctionalInterface
  public interface FaultSink {
    /**
     * @param line number, from 1
     * @param fault what is wrong, to be put behind the line's number
     */
    void accept(long line, String fault) throws IOException;
  }

  /**
   * Reads every line that is not blank.
   *
   * @throws WrongInput naming file and line where one is no JSON object in UTF-8
   * @throws IOException if the file cannot be read
   */
  public static void read(String path, ObjectSink objects) throws IOException {
    read(
        path,
        objects,
        (line, fault) -> {
          throw new WrongInput(path + ", line " + line + " " + fault);
        });
  }

  /**
   * Reads every line that is not blank, where a wrong line costs nothing but itself.
   *
   * @throws IOException if the file cannot be read
   */
  public static void read(String path, ObjectSink objects, FaultSink faults) throws IOException {
    try (InputStream stream = Bytes.decompressed(path, Bytes.raw(path))) {
      read(stream, objects, faults);
    } catch (LostInput e) {
      throw e.getCause();
    }
  }

  /**
   * Reads every line of a stream that is not blank.
   *
   * @throws IOException if the stream cannot be read
   */
  public static void read(InputStream stream, ObjectSink objects, FaultSink faults)
      throws IOException {
    ByteLine line = new ByteLine(MAXIMUM_LINE_BYTES);
    for (long number = 1; line.read(stream); number++) {
      Optional<String> text = TextDecoding.strictUtf8(line.bytes());
      if (line.tooLong()) {
        faults.accept(number, "is too long");
      } else if (text.isEmpty()) {
        faults.accept(number, "is not UTF-8");
      } else if (!text.get().isBlank()) {
        boolean marked = text.get().charAt(0) == BYTE_ORDER_MARK;
        parse(number, text.get().substring(marked ? 1 : 0), objects, faults);
      }
    }
  }

  private static void parse(long number, String text, ObjectSink objects, FaultSink faults)
      throws IOException {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (MismatchedInputException e) {
      faults.accept(number, "has more than one JSON value");
      return;
    } catch (JsonProcessingException e) {
      faults.accept(number, "is not JSON: " + e.getOriginalMessage());
      return;
    }
    if (node.isObject()) {
      objects.accept(number, node);
    } else {
      faults.accept(number, "is no JSON object");
    }
  }
}
