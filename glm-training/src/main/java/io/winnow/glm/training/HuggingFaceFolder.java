package io.winnow.glm.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes a model as the files that a scorer loads. */
final class HuggingFaceFolder {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private HuggingFaceFolder() {}

  /**
   * Writes {@code config.json}, {@code model.safetensors} and the tokenizer's files. Weights are
   * stored as BF16 or F32, correction biases always as F32.
   *
   * @param bfloat whether as BF16; then parameters should have been rounded, so that the figures
   *     are those of what is stored
   */
  static void write(
      Path folder, GlmShape shape, Parameters parameters, BpeTokenizer tokenizer, boolean bfloat)
      throws IOException {
    Files.createDirectories(folder);
    tokenizer.write(folder, shape.context());
    JSON.writeValue(
        folder.resolve("config.json").toFile(),
        shape.config(bfloat ? "bfloat16" : "float32", tokenizer.endOfText()));
    Safetensors file = new Safetensors();
    for (Parameters.Parameter parameter : parameters.all()) {
      long[] sizes = parameter.array().getShape().getShape();
      float[] values = parameter.array().toFloatArray();
      if (sizes.length < 3) {
        put(file, parameter.name(), sizes, values, bfloat);
        continue;
      }
      int cut = parameter.name().lastIndexOf('.');
      int size = Math.toIntExact(sizes[1] * sizes[2]);
      for (int e = 0; e < sizes[0]; e++) {
        put(
            file,
            parameter.name().substring(0, cut)
                + "."
                + e
                + parameter.name().substring(cut)
                + ".weight",
            new long[] {sizes[1], sizes[2]},
            Arrays.copyOfRange(values, e * size, (e + 1) * size),
            bfloat);
      }
    }
    parameters
        .biases()
        .forEach(
            (layer, bias) ->
                file.putFloats(
                    Parameters.layer(layer) + "mlp.gate.e_score_correction_bias",
                    new long[] {bias.length},
                    bias));
    file.write(folder.resolve("model.safetensors"));
  }

  private static void put(
      Safetensors file, String name, long[] sizes, float[] values, boolean bfloat) {
    if (bfloat) {
      file.putBfloats(name, sizes, values);
    } else {
      file.putFloats(name, sizes, values);
    }
  }

  /** Rounds all parameters to what BF16 can hold. */
  static void round(Parameters parameters) {
    for (Parameters.Parameter parameter : parameters.all()) {
      float[] values = parameter.array().toFloatArray();
      double[] rounded = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        rounded[i] = Safetensors.bfloat(values[i]);
      }
      parameter.assign(rounded);
    }
  }
}
