package io.winnow.glm.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of tensors in the format {@code safetensors}, whole in memory: the length of a header in
 * JSON, the header, and the numbers, little-endian. For files of this program only; the scorer's
 * loader is the one that expects anything.
 */
final class Safetensors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  /**
   * One tensor.
   *
   * @param type F64, F32 or BF16
   * @param shape of it
   * @param data its numbers, little-endian
   */
  record Tensor(String type, long[] shape, ByteBuffer data) {
    /** The numbers, exactly. */
    double[] values() {
      ByteBuffer in = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      int size = type.equals("F64") ? 8 : type.equals("F32") ? 4 : 2;
      double[] values = new double[in.remaining() / size];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (size) {
              case 8 -> in.getDouble();
              case 4 -> in.getFloat();
              default -> Float.intBitsToFloat(in.getShort() << 16);
            };
      }
      return values;
    }
  }

  Map<String, Tensor> tensors() {
    return tensors;
  }

  /** Texts of the header. */
  Map<String, String> metadata() {
    return metadata;
  }

  void putDoubles(String name, long[] shape, double[] values) {
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      data.putDouble(value);
    }
    tensors.put(name, new Tensor("F64", shape, data.flip()));
  }

  void putFloats(String name, long[] shape, float[] values) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putFloat(value);
    }
    tensors.put(name, new Tensor("F32", shape, data.flip()));
  }

  /** The same rounded to the nearest number of 16 bits, halves to even. */
  void putBfloats(String name, long[] shape, float[] values) {
    ByteBuffer data = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putShort((short) (Float.floatToRawIntBits(bfloat(value)) >>> 16));
    }
    tensors.put(name, new Tensor("BF16", shape, data.flip()));
  }

  /** The nearest number that has 16 bits, halves to even; of finite numbers. */
  static float bfloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    return Float.intBitsToFloat((bits + 0x7FFF + (bits >>> 16 & 1)) & 0xFFFF0000);
  }

  /** Writes under a temporary name first: what is there under the file's own name is whole. */
  void write(Path file) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode texts = header.putObject("__metadata__");
    texts.put("format", "pt");
    metadata.forEach(texts::put);
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", tensor.type);
      for (long size : tensor.shape) {
        node.withArray("shape").add(size);
      }
      if (tensor.shape.length == 0) {
        node.putArray("shape");
      }
      long end = offset + tensor.data.remaining();
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    // Numbers begin at a multiple of eight bytes, so that they can be mapped.
    int padding = -json.length & 7;
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
      out.write(
          ByteBuffer.allocate(8)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong((long) json.length + padding)
              .array());
      out.write(json);
      out.write(" ".repeat(padding).getBytes(UTF_8));
      for (Tensor tensor : tensors.values()) {
        out.write(tensor.data.array(), 0, tensor.data.limit());
      }
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static Safetensors read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = Math.toIntExact(bytes.getLong());
    JsonNode header = JSON.readTree(bytes.array(), 8, length);
    int begin = 8 + length;
    Safetensors result = new Safetensors();
    header
        .fields()
        .forEachRemaining(
            entry -> {
              JsonNode node = entry.getValue();
              if (entry.getKey().equals("__metadata__")) {
                node.fields()
                    .forEachRemaining(e -> result.metadata.put(e.getKey(), e.getValue().asText()));
                return;
              }
              long[] shape = new long[node.path("shape").size()];
              for (int i = 0; i < shape.length; i++) {
                shape[i] = node.path("shape").path(i).asLong();
              }
              int from = node.path("data_offsets").path(0).asInt();
              int to = node.path("data_offsets").path(1).asInt();
              result.tensors.put(
                  entry.getKey(),
                  new Tensor(
                      node.path("dtype").asText(), shape, bytes.slice(begin + from, to - from)));
            });
    return result;
  }
}
