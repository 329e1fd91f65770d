package io.winnow.glm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A training as a file: parameters, biases, what the optimisers remember, the step, the clock and
 * the curve. Order and weights are functions of the seed, so nothing else has a state, and a
 * training that goes on from here gives the same bits as one that was never stopped.
 */
final class Checkpoint {
  static final String FILE = "checkpoint.safetensors";

  private Checkpoint() {}

  /** A checkpoint belongs to another training. */
  static final class OfAnotherTraining extends RuntimeException {
    OfAnotherTraining(String message) {
      super(message);
    }
  }

  /**
   * @param identity of shape, settings and texts; going on asks for the same
   * @param elapsedMillis time spent so far
   */
  static void write(
      Path folder, Training training, String identity, long elapsedMillis, LossCurve curve)
      throws IOException {
    Safetensors file = new Safetensors();
    file.metadata().put("identity", identity);
    file.metadata().put("step", Long.toString(training.steps()));
    file.metadata().put("elapsed_millis", Long.toString(elapsedMillis));
    List<Parameters.Parameter> all = training.parameters().all();
    for (int i = 0; i < all.size(); i++) {
      put(file, all.get(i).name(), all.get(i).array());
      List<NDArray> memory = training.memory(i);
      for (int j = 0; j < memory.size(); j++) {
        put(file, "memory." + j + "." + all.get(i).name(), memory.get(j));
      }
    }
    training
        .parameters()
        .biases()
        .forEach((layer, bias) -> file.putFloats("bias." + layer, new long[] {bias.length}, bias));
    curve.save(file);
    file.write(folder.resolve(FILE));
  }

  private static void put(Safetensors file, String name, NDArray array) {
    long[] shape = array.getShape().getShape();
    if (array.getDataType() == DataType.FLOAT64) {
      file.putDoubles(name, shape, array.toDoubleArray());
    } else {
      file.putFloats(name, shape, array.toFloatArray());
    }
  }

  /**
   * Brings a new training to where the file left off, if there is one.
   *
   * @return milliseconds spent before
   * @throws OfAnotherTraining if shape, settings or texts were others
   */
  static long read(Path folder, Training training, String identity, LossCurve curve)
      throws IOException {
    Path path = folder.resolve(FILE);
    if (!Files.exists(path)) {
      return 0;
    }
    Safetensors file = Safetensors.read(path);
    if (!identity.equals(file.metadata().get("identity"))) {
      throw new OfAnotherTraining(
          path + " is of another shape, other settings or other texts; delete it to begin anew");
    }
    List<Parameters.Parameter> all = training.parameters().all();
    for (int i = 0; i < all.size(); i++) {
      all.get(i).assign(values(file, all.get(i).name()));
      List<NDArray> memory = training.memory(i);
      for (int j = 0; j < memory.size(); j++) {
        Parameters.copy(memory.get(j), values(file, "memory." + j + "." + all.get(i).name()));
      }
    }
    for (Map.Entry<Integer, float[]> entry : training.parameters().biases().entrySet()) {
      double[] values = values(file, "bias." + entry.getKey());
      for (int e = 0; e < values.length; e++) {
        entry.getValue()[e] = (float) values[e];
      }
    }
    curve.load(file);
    training.steps(Long.parseLong(file.metadata().getOrDefault("step", "0")));
    return Long.parseLong(file.metadata().getOrDefault("elapsed_millis", "0"));
  }

  private static double[] values(Safetensors file, String name) {
    Safetensors.Tensor tensor = file.tensors().get(name);
    if (tensor == null) {
      throw new OfAnotherTraining("the checkpoint lacks " + name);
    }
    return tensor.values();
  }
}
