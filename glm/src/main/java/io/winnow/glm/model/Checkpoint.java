package io.winnow.glm.model;

import static io.winnow.glm.model.UnusableCheckpoint.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.glm.model.Architecture.Use;
import io.winnow.glm.model.Architecture.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@code glm4_moe} checkpoint in the layout of the Hugging Face hub, checked: every tensor that
 * the forward pass needs is there, in its shape and in a type that it can use. The numbers
 * themselves are looked at by {@link #checkNumbers}.
 */
public final class Checkpoint {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final String SCALE = "_scale";

  private final Path folder;
  private final GlmConfiguration configuration;
  private final Map<String, StoredTensor> used = new LinkedHashMap<>();
  private final boolean predicts;
  private final boolean ownEmbedding;
  private final boolean ownHead;

  private Checkpoint(
      Path folder, GlmConfiguration configuration, Map<String, StoredTensor> tensors) {
    this.folder = folder;
    this.configuration = configuration;
    Architecture.main(configuration, wanted -> take(wanted, tensors));
    String prefix = Architecture.layer(configuration.layers());
    // Generic loaders drop the whole layer, but leave its number in the configuration.
    this.predicts =
        configuration.predictionLayers() > 0
            && tensors.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    this.ownEmbedding = predicts && tensors.containsKey(prefix + Architecture.PREDICTION_EMBEDDING);
    this.ownHead = predicts && tensors.containsKey(prefix + Architecture.PREDICTION_HEAD);
    if (predicts) {
      Architecture.prediction(
          configuration, ownEmbedding, ownHead, wanted -> take(wanted, tensors));
    }
  }

  /**
   * Opens a checkpoint: reads its configuration and the headers of its files.
   *
   * @param folder with {@code config.json} and {@code model.safetensors}, or an index and shards
   * @throws UnusableCheckpoint saying what is wrong
   * @throws IOException if a file cannot be read
   */
  public static Checkpoint open(Path folder) throws IOException {
    GlmConfiguration configuration = GlmConfiguration.read(folder);
    return new Checkpoint(folder, configuration, tensors(folder));
  }

  private static Map<String, StoredTensor> tensors(Path folder) throws IOException {
    Path single = folder.resolve(SINGLE);
    if (Files.exists(single)) {
      return SafetensorsFile.read(single);
    }
    Path index = folder.resolve(INDEX);
    check(Files.exists(index), "the checkpoint has neither %s nor %s", SINGLE, INDEX);
    Map<String, String> shards = index(index);
    Map<String, Map<String, StoredTensor>> files = new HashMap<>();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : shards.entrySet()) {
      String shard = entry.getValue();
      Map<String, StoredTensor> held = files.get(shard);
      if (held == null) {
        Path file = folder.resolve(shard);
        check(Files.exists(file), "%s names the file %s, which is not there", INDEX, shard);
        held = SafetensorsFile.read(file);
        files.put(shard, held);
      }
      StoredTensor tensor = held.get(entry.getKey());
      check(
          tensor != null,
          "%s says that the tensor %s is in %s, but it is not",
          INDEX,
          entry.getKey(),
          shard);
      tensors.put(entry.getKey(), Objects.requireNonNull(tensor));
    }
    return tensors;
  }

  /** The shard of every tensor; no name leads out of the folder. */
  private static Map<String, String> index(Path index) throws IOException {
    JsonNode map = StrictJson.read(INDEX, Files.readAllBytes(index)).path("weight_map");
    check(map.isObject(), "%s has no weight_map", INDEX);
    Map<String, String> shards = new LinkedHashMap<>();
    map.fields()
        .forEachRemaining(
            entry -> {
              String shard = entry.getValue().asText();
              check(
                  entry.getValue().isTextual() && isFileName(shard),
                  "%s sends the tensor %s to %s, which is not the name of a file in the"
                      + " checkpoint's folder",
                  INDEX,
                  entry.getKey(),
                  entry.getValue());
              shards.put(entry.getKey(), shard);
            });
    return shards;
  }

  private static boolean isFileName(String name) {
    return !name.isBlank()
        && !name.equals(".")
        && !name.contains("..")
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ');
  }

  private void take(Wanted wanted, Map<String, StoredTensor> tensors) {
    StoredTensor tensor = tensors.get(wanted.name());
    if (tensor == null) {
      throw new UnusableCheckpoint("the checkpoint has no tensor " + wanted.name());
    }
    TensorType type = TensorType.of(tensor.type());
    check(
        type != null && (type != TensorType.F8_E4M3 || wanted.use() == Use.LINEAR),
        "the tensor %s is of the type %s, which is not implemented",
        wanted.name(),
        tensor.type());
    check(
        tensor.shape().equals(wanted.shape()),
        "the tensor %s must have the shape %s, but has %s",
        wanted.name(),
        wanted.shape(),
        tensor.shape());
    used.put(wanted.name(), tensor);
    if (type == TensorType.F8_E4M3) {
      used.put(wanted.name() + SCALE, scale(wanted, tensors));
    }
  }

  /** The scales of a matrix of 8-bit floats, one for every row. */
  private static StoredTensor scale(Wanted wanted, Map<String, StoredTensor> tensors) {
    String name = wanted.name() + SCALE;
    StoredTensor scale = tensors.get(name);
    if (scale == null) {
      throw new UnusableCheckpoint(
          "the tensor " + wanted.name() + " is of the type F8_E4M3, but there is no " + name);
    }
    long rows = wanted.shape().get(0);
    check(
        scale.shape().equals(List.of(rows, 1L)),
        "the tensor %s must have the shape %s, but has %s",
        name,
        List.of(rows, 1L),
        scale.shape());
    TensorType type = TensorType.of(scale.type());
    check(
        type != null && type != TensorType.F8_E4M3,
        "the tensor %s is of the type %s, which is not implemented",
        name,
        scale.type());
    return scale;
  }

  /**
   * Reads all numbers that the forward pass will use.
   *
   * @throws UnusableCheckpoint naming a tensor with a NaN or an infinity
   */
  public void checkNumbers() throws IOException {
    NumberCheck.run(used.values());
  }

  /** The configuration. */
  public GlmConfiguration configuration() {
    return configuration;
  }

  /** Whether there is a layer that predicts a second token. */
  public boolean predicts() {
    return predicts;
  }

  /** Whether that layer has an embedding of its own. */
  boolean ownEmbedding() {
    return ownEmbedding;
  }

  /** Whether that layer has a head of its own. */
  boolean ownHead() {
    return ownHead;
  }

  /** A tensor that the constructor took. */
  StoredTensor tensor(String name) {
    return Objects.requireNonNull(used.get(name), name);
  }

  /** The scales of a matrix of 8-bit floats; null for other tensors. */
  @Nullable StoredTensor scale(String name) {
    return used.get(name + SCALE);
  }

  /** A folder above all files of tensors, as they really lie: hubs keep links to them. */
  Path root() throws IOException {
    @Nullable Path root = null;
    for (Path file : files()) {
      Path parent = Objects.requireNonNull(file.toRealPath().getParent());
      if (root == null) {
        root = parent;
      }
      while (!parent.startsWith(root)) {
        root = Objects.requireNonNull(root.getParent());
      }
    }
    return root == null ? folder : root;
  }

  private List<Path> files() {
    return new ArrayList<>(used.values().stream().map(StoredTensor::file).distinct().toList());
  }
}
