package io.winnow.glm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.winnow.corpus.Chance;
import io.winnow.corpus.Digest;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * All parameters of a model, by their names in the Hugging Face layout. The matrices of a layer's
 * experts are one array of three axes, {@code ...mlp.experts.gate_proj}. The correction biases of
 * the routers, which no gradient moves, are kept beside them.
 */
final class Parameters {
  /** Standard deviation of a new matrix. */
  static final double DEVIATION = 0.02;

  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String HEAD = "lm_head.weight";
  static final String NORM = "model.norm.weight";

  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<Integer, float[]> biases = new LinkedHashMap<>();
  private final NDManager manager;
  private final DataType type;
  private final long seed;

  /** How a parameter is trained. */
  enum Kind {
    /** By Muon; of three axes, each matrix by itself. */
    MATRIX,
    /** Embedding and head: by Adam, with decay. */
    TABLE,
    /** Norms and biases: by Adam, without decay. */
    VECTOR
  }

  /**
   * One parameter.
   *
   * @param name of it
   * @param kind of it
   * @param array its values
   */
  record Parameter(String name, Kind kind, NDArray array) {
    /** Writes other values into the memory that every view of the parameter shares. */
    void assign(double[] values) {
      copy(array, values);
    }
  }

  /**
   * Writes into an array's own memory; {@link NDArray#set(double[])} gives it another one, which
   * views do not see.
   */
  static void copy(NDArray array, double[] values) {
    try (NDManager work = array.getManager().newSubManager()) {
      NDArray source = work.create(values, array.getShape()).toType(array.getDataType(), false);
      array.set(new NDIndex("..."), source);
    }
  }

  /**
   * New parameters: matrices are normal with a deviation of 0.02; those that write to the residual
   * stream are smaller by the square root of the number of writers (GPT-2); norms are one, biases
   * zero. Each parameter has a generator of its own, so one more does not change the others.
   *
   * @param type float32, or float64 where gradients are checked
   */
  Parameters(GlmShape shape, long seed, NDManager manager, DataType type) {
    this.manager = manager;
    this.type = type;
    this.seed = seed;
    int hidden = shape.hidden();
    double residual = DEVIATION / Math.sqrt(2.0 * (shape.layers() + shape.mtpLayers()));
    normal(EMBEDDING, Kind.TABLE, DEVIATION, shape.vocabulary(), hidden);
    for (int i = 0; i < shape.layers() + shape.mtpLayers(); i++) {
      String layer = layer(i);
      if (i == shape.layers()) {
        constant(layer + "enorm.weight", 1, hidden);
        constant(layer + "hnorm.weight", 1, hidden);
        normal(layer + "eh_proj.weight", Kind.MATRIX, DEVIATION, hidden, 2L * hidden);
        constant(layer + "shared_head.norm.weight", 1, hidden);
      }
      constant(layer + "input_layernorm.weight", 1, hidden);
      attention(layer + "self_attn.", shape, residual);
      constant(layer + "post_attention_layernorm.weight", 1, hidden);
      if (shape.isDense(i)) {
        mlp(layer + "mlp.", shape.intermediate(), hidden, residual);
      } else {
        int width = shape.expertIntermediate();
        int experts = shape.experts();
        normal(layer + "mlp.gate.weight", Kind.MATRIX, DEVIATION, experts, hidden);
        String all = layer + "mlp.experts.";
        normal(all + "gate_proj", Kind.MATRIX, DEVIATION, experts, width, hidden);
        normal(all + "up_proj", Kind.MATRIX, DEVIATION, experts, width, hidden);
        normal(all + "down_proj", Kind.MATRIX, residual, experts, hidden, width);
        mlp(layer + "mlp.shared_experts.", width * shape.sharedExperts(), hidden, residual);
        biases.put(i, new float[experts]);
      }
    }
    constant(NORM, 1, hidden);
    if (!shape.tied()) {
      normal(HEAD, Kind.TABLE, DEVIATION, shape.vocabulary(), hidden);
    }
  }

  /** What names of a layer begin with. */
  static String layer(int index) {
    return "model.layers." + index + ".";
  }

  private void attention(String name, GlmShape shape, double residual) {
    int hidden = shape.hidden();
    int queries = shape.heads() * shape.headSize();
    int keys = shape.keyValueHeads() * shape.headSize();
    normal(name + "q_proj.weight", Kind.MATRIX, DEVIATION, queries, hidden);
    normal(name + "k_proj.weight", Kind.MATRIX, DEVIATION, keys, hidden);
    normal(name + "v_proj.weight", Kind.MATRIX, DEVIATION, keys, hidden);
    normal(name + "o_proj.weight", Kind.MATRIX, residual, hidden, queries);
    if (shape.attentionBias()) {
      constant(name + "q_proj.bias", 0, queries);
      constant(name + "k_proj.bias", 0, keys);
      constant(name + "v_proj.bias", 0, keys);
    }
    if (shape.queryKeyNorm()) {
      constant(name + "q_norm.weight", 1, shape.headSize());
      constant(name + "k_norm.weight", 1, shape.headSize());
    }
  }

  private void mlp(String name, int width, int hidden, double residual) {
    normal(name + "gate_proj.weight", Kind.MATRIX, DEVIATION, width, hidden);
    normal(name + "up_proj.weight", Kind.MATRIX, DEVIATION, width, hidden);
    normal(name + "down_proj.weight", Kind.MATRIX, residual, hidden, width);
  }

  private void normal(String name, Kind kind, double deviation, long... sizes) {
    Shape shape = new Shape(sizes);
    SplittableRandom random =
        new SplittableRandom(Chance.bits(Digest.ofText(name), "weights", seed));
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i += 2) {
      // Box and Muller: the generator's own normal numbers are not promised to stay the same.
      double radius = deviation * Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
      double angle = 2 * Math.PI * random.nextDouble();
      values[i] = (float) (radius * Math.cos(angle));
      if (i + 1 < values.length) {
        values[i + 1] = (float) (radius * Math.sin(angle));
      }
    }
    put(name, kind, values, shape);
  }

  private void constant(String name, float value, long size) {
    float[] values = new float[Math.toIntExact(size)];
    Arrays.fill(values, value);
    put(name, Kind.VECTOR, values, new Shape(size));
  }

  private void put(String name, Kind kind, float[] values, Shape shape) {
    try (NDArray source = manager.create(FloatBuffer.wrap(values), shape, DataType.FLOAT32)) {
      // A copy that libtorch allocates: products of matrices round differently where memory does
      // not begin at a multiple of 64 bytes, as that of Java's buffers need not.
      parameters.put(name, new Parameter(name, kind, source.toType(type, false).duplicate()));
    }
  }

  /** In a fixed order. */
  List<Parameter> all() {
    return new ArrayList<>(parameters.values());
  }

  /**
   * Correction biases of the routers, by layer. The arrays may be written to.
   *
   * @return (experts) for every mixture layer
   */
  Map<Integer, float[]> biases() {
    return biases;
  }

  DataType type() {
    return type;
  }
}
