package io.winnow.glm.model;

import static io.winnow.corpus.Require.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.glm.model.Architecture.Use;
import io.winnow.glm.model.Architecture.Wanted;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Writes a checkpoint with random weights in the layout of the Hugging Face hub: for measuring
 * speed, and for tests. The same shape and seed give the same bytes.
 *
 * <p>Matrices are normal with the deviation 1 / √in, so that activations neither vanish nor
 * explode; norms are about 1, biases about 0, and correction biases large enough to change which
 * experts are chosen.
 *
 * @param configuration sizes
 * @param type of the matrices: F32, BF16, F16, or F8_E4M3, where the embedding, the head and all
 *     small tensors are BF16
 * @param shards files; 1 is {@code model.safetensors} without an index
 * @param ownEmbedding whether the layer that predicts a second token has its own embedding and head
 * @param seed of the numbers
 */
public record RandomCheckpoint(
    GlmConfiguration configuration, String type, int shards, boolean ownEmbedding, long seed) {
  private static final int PIECE_NUMBERS = 1 << 16;

  /** Checks the parameters. */
  public RandomCheckpoint {
    require(
        TensorType.of(type) != null, "type must be F32, BF16, F16 or F8_E4M3, but was %s", type);
    require(shards >= 1, "shards must be at least 1, but was %s", shards);
  }

  /**
   * The model that speed is stated for: 134 million parameters, 52 million of them active, float32,
   * no layer that predicts a second token.
   *
   * @param predictionLayers 1 for one that does
   */
  public static RandomCheckpoint standard(int predictionLayers, long seed) {
    return new RandomCheckpoint(
        new GlmConfiguration(
            512,
            8,
            8,
            2,
            64,
            32_000,
            1536,
            512,
            16,
            4,
            1,
            1,
            1,
            1,
            true,
            1,
            true,
            true,
            32,
            1e6,
            1e-5,
            false,
            predictionLayers,
            8192),
        "F32",
        1,
        false,
        seed);
  }

  /**
   * Writes {@code config.json} and the weights.
   *
   * @param folder made if it is not there; files in it are replaced
   * @return how many parameters were written
   */
  public long write(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Wanted> tensors = new ArrayList<>();
    Architecture.main(configuration, tensors::add);
    if (configuration.predictionLayers() > 0) {
      Architecture.prediction(configuration, ownEmbedding, ownEmbedding, tensors::add);
    }
    Files.writeString(
        folder.resolve(GlmConfiguration.FILE),
        configuration.json(
            switch (type) {
              case "F32" -> "float32";
              case "F16" -> "float16";
              default -> "bfloat16";
            }));
    ObjectNode index = StrictJson.MAPPER.createObjectNode();
    ObjectNode map = index.putObject("weight_map");
    for (int shard = 0; shard < shards; shard++) {
      String name =
          shards == 1
              ? "model.safetensors"
              : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", shard + 1, shards);
      int from = (int) ((long) tensors.size() * shard / shards);
      int to = (int) ((long) tensors.size() * (shard + 1) / shards);
      for (String tensor : write(folder.resolve(name), tensors.subList(from, to))) {
        map.put(tensor, name);
      }
    }
    if (shards > 1) {
      Files.writeString(
          folder.resolve("model.safetensors.index.json"), index.toPrettyString() + "\n");
    }
    return tensors.stream().mapToLong(Wanted::numbers).sum();
  }

  private TensorType type(Wanted tensor) {
    TensorType matrices = TensorType.valueOf(type);
    if (tensor.name().endsWith("e_score_correction_bias")) {
      return TensorType.F32;
    }
    boolean head =
        tensor.name().equals(Architecture.HEAD)
            || tensor.name().endsWith(Architecture.PREDICTION_HEAD);
    return matrices == TensorType.F8_E4M3 && (tensor.use() != Use.LINEAR || head)
        ? TensorType.BF16
        : matrices;
  }

  private List<String> write(Path file, List<Wanted> tensors) throws IOException {
    ObjectNode header = StrictJson.MAPPER.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    List<String> names = new ArrayList<>();
    long at = 0;
    for (Wanted tensor : tensors) {
      at = entry(header, tensor.name(), type(tensor), tensor.shape(), at);
      names.add(tensor.name());
      if (type(tensor) == TensorType.F8_E4M3) {
        String scale = tensor.name() + "_scale";
        at = entry(header, scale, TensorType.F32, List.of(tensor.shape().get(0), 1L), at);
        names.add(scale);
      }
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    ByteBuffer start =
        ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded);
    start.put(json);
    while (start.hasRemaining()) {
      start.put((byte) ' ');
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(start.array());
      for (Wanted tensor : tensors) {
        write(out, tensor);
      }
    }
    return names;
  }

  private static long entry(
      ObjectNode header, String name, TensorType type, List<Long> shape, long at) {
    long end = at + type.bytes() * shape.stream().reduce(1L, Math::multiplyExact);
    ObjectNode entry = header.putObject(name).put("dtype", type.name());
    shape.forEach(entry.putArray("shape")::add);
    entry.putArray("data_offsets").add(at).add(end);
    return end;
  }

  private void write(OutputStream out, Wanted tensor) throws IOException {
    TensorType stored = type(tensor);
    // Each tensor has numbers of its own, wherever it lies.
    SplittableRandom random = new SplittableRandom(seed * 31 + tensor.name().hashCode());
    boolean eightBits = stored == TensorType.F8_E4M3;
    double deviation = deviation(tensor);
    double mean = tensor.name().endsWith("norm.weight") ? 1 : 0;
    long left = tensor.numbers();
    while (left > 0) {
      int count = (int) Math.min(PIECE_NUMBERS, left);
      ByteBuffer bytes = ByteBuffer.allocate(count * stored.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < count; i++) {
        if (eightBits) {
          bytes.put(eightBits(random));
        } else {
          put(bytes, stored, (float) (mean + deviation * normal(random)));
        }
      }
      out.write(bytes.array());
      left -= count;
    }
    if (eightBits) {
      int rows = Math.toIntExact(tensor.shape().get(0));
      ByteBuffer scales = ByteBuffer.allocate(rows * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < rows; i++) {
        scales.putFloat((float) (deviation * (0.75 + 0.5 * random.nextDouble())));
      }
      out.write(scales.array());
    }
  }

  private static double deviation(Wanted tensor) {
    String name = tensor.name();
    if (name.endsWith("e_score_correction_bias") || name.endsWith("norm.weight")) {
      return 0.1;
    }
    if (name.endsWith(".bias")) {
      return 0.02;
    }
    return tensor.use() == Use.EMBEDDING ? 1 : 1 / Math.sqrt(tensor.shape().get(1));
  }

  /** Of deviation about 1: any sign and mantissa, exponents around 1; never NaN. */
  private static byte eightBits(SplittableRandom random) {
    int exponent = 4 + random.nextInt(4);
    return (byte) (random.nextInt(2) << 7 | exponent << 3 | random.nextInt(8));
  }

  /** The sum of twelve uniform numbers less 6: near enough to normal, and the same everywhere. */
  private static double normal(SplittableRandom random) {
    // Four 16-bit numbers of each of three longs.
    long sum = 0;
    for (int i = 0; i < 3; i++) {
      long bits = random.nextLong();
      sum += (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
    }
    return sum / 65_536.0 - 6;
  }

  private static void put(ByteBuffer bytes, TensorType type, float value) {
    switch (type) {
      case F32 -> bytes.putFloat(value);
      case BF16 -> bytes.putShort((short) (Float.floatToIntBits(value) + 0x8000 >>> 16));
      case F16 -> bytes.putShort(half(value));
      default -> throw new IllegalArgumentException(type.name());
    }
  }

  /**
   * Towards zero, which is near enough for random numbers; below 2^-14 zero, above 65504 not met.
   */
  private static short half(float value) {
    int bits = Float.floatToIntBits(value);
    int exponent = (bits >>> 23 & 0xff) - 127 + 15;
    int sign = bits >>> 16 & 0x8000;
    return (short) (exponent <= 0 ? sign : sign | exponent << 10 | bits >>> 13 & 0x3ff);
  }
}
