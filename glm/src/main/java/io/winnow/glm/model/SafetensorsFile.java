package io.winnow.glm.model;

import static io.winnow.glm.model.UnusableCheckpoint.check;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the header of a safetensors file: 8 bytes of its length, JSON that says of each tensor its
 * type, shape and place, then the numbers. Nothing that the header says is believed: a file is only
 * taken if the tensors fill it exactly, without overlap or hole, as the format demands.
 */
final class SafetensorsFile {
  /** The format's own limit for a header, in bytes. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final int LENGTH_BYTES = 8;
  private static final String METADATA = "__metadata__";

  private SafetensorsFile() {}

  /**
   * The tensors of a file by name.
   *
   * @throws UnusableCheckpoint naming the file, and the tensor where one is at fault
   */
  static Map<String, StoredTensor> read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    check(Files.isRegularFile(file), "%s is not a file", name);
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      check(
          size >= LENGTH_BYTES,
          "%s is cut off: it has %d bytes, fewer than the %d of the header's length",
          name,
          size,
          LENGTH_BYTES);
      long length = bytes(channel, 0, LENGTH_BYTES).getLong();
      check(
          Long.compareUnsigned(length, LONGEST_HEADER) <= 0,
          "the header of %s claims %s bytes, more than the format's limit of %d",
          name,
          Long.toUnsignedString(length),
          LONGEST_HEADER);
      check(
          length <= size - LENGTH_BYTES,
          "%s is cut off in its header: the header claims %d bytes, but the file has %d",
          name,
          length,
          size);
      byte[] header = bytes(channel, LENGTH_BYTES, (int) length).array();
      return tensors(file, name, header, LENGTH_BYTES + length, size);
    }
  }

  private static ByteBuffer bytes(FileChannel channel, long from, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static Map<String, StoredTensor> tensors(
      Path file, String name, byte[] header, long dataStart, long size) throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    boolean metadata = false;
    try (JsonParser parser = StrictJson.MAPPER.createParser(header)) {
      check(
          parser.nextToken() == JsonToken.START_OBJECT, "the header of %s is no JSON object", name);
      // The parser itself would only say that a name is there twice, not of which file.
      parser.disable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String tensor = parser.currentName();
        parser.nextToken();
        JsonNode entry = parser.readValueAsTree();
        if (tensor.equals(METADATA)) {
          check(!metadata, "the header of %s has %s twice", name, METADATA);
          metadata = true;
          continue;
        }
        StoredTensor before =
            tensors.put(tensor, tensor(file, name, tensor, entry, dataStart, size));
        check(before == null, "the header of %s has the tensor %s twice", name, tensor);
      }
      check(parser.nextToken() == null, "the header of %s has more than one JSON value", name);
    } catch (JsonProcessingException e) {
      throw StrictJson.fault("the header of " + name, e);
    }
    layOut(name, tensors, dataStart, size);
    return tensors;
  }

  private static StoredTensor tensor(
      Path file, String fileName, String name, JsonNode entry, long dataStart, long size) {
    JsonNode type = entry.path("dtype");
    JsonNode shape = entry.path("shape");
    JsonNode offsets = entry.path("data_offsets");
    check(
        type.isTextual() && shape.isArray() && offsets.isArray() && offsets.size() == 2,
        "the header of %s does not say dtype, shape and two data_offsets of the tensor %s",
        fileName,
        name);
    List<Long> dimensions = new ArrayList<>();
    for (JsonNode dimension : shape) {
      dimensions.add(count(fileName, name, dimension));
    }
    long begin = count(fileName, name, offsets.get(0));
    long end = count(fileName, name, offsets.get(1));
    check(begin <= end, "the offsets of %s in %s are reversed: %d, %d", name, fileName, begin, end);
    check(
        end <= size - dataStart,
        "%s is cut off: the tensor %s ends at byte %s, but the file has %d",
        fileName,
        name,
        // As text, since the sum may not be a number of 64 bits.
        BigInteger.valueOf(dataStart).add(BigInteger.valueOf(end)),
        size);
    int bytes = TensorType.bytes(type.textValue());
    if (bytes > 0) {
      long expected = bytes;
      for (long dimension : dimensions) {
        try {
          expected = Math.multiplyExact(expected, dimension);
        } catch (ArithmeticException e) {
          throw new UnusableCheckpoint(
              "the shape " + dimensions + " of " + name + " in " + fileName + " overflows 64 bits",
              e);
        }
      }
      check(
          expected == end - begin,
          "%s in %s has %d bytes, but its shape %s of %s needs %d",
          name,
          fileName,
          end - begin,
          dimensions,
          type.textValue(),
          expected);
    }
    return new StoredTensor(
        name, file, type.textValue(), List.copyOf(dimensions), dataStart + begin, end - begin);
  }

  private static long count(String file, String tensor, JsonNode node) {
    check(
        node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0,
        "the header of %s gives %s where the tensor %s needs a whole number of at most 63 bits",
        file,
        node,
        tensor);
    return node.longValue();
  }

  /** Tensors must follow each other without overlap or hole, up to the file's last byte. */
  private static void layOut(
      String name, Map<String, StoredTensor> tensors, long dataStart, long size) {
    List<StoredTensor> ordered = new ArrayList<>(tensors.values());
    ordered.sort(
        Comparator.comparingLong(StoredTensor::offset)
            .thenComparingLong(StoredTensor::length)
            .thenComparing(StoredTensor::name));
    long at = dataStart;
    String before = "";
    for (StoredTensor tensor : ordered) {
      check(
          tensor.offset() >= at,
          "the tensors %s and %s of %s share bytes",
          before,
          tensor.name(),
          name);
      check(
          tensor.offset() == at,
          "%s has a hole of %d bytes before the tensor %s",
          name,
          tensor.offset() - at,
          tensor.name());
      at = tensor.offset() + tensor.length();
      before = tensor.name();
    }
    check(at == size, "%s has %d bytes behind its last tensor", name, size - at);
  }
}
