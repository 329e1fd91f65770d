package io.winnow.glm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Names and shapes of the tensors that a configuration asks for, in the order of the layers. They
 * are handed out one by one, so that a configuration of absurd size ends at its first missing
 * tensor.
 */
final class Architecture {
  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String NORM = "model.norm.weight";
  static final String HEAD = "lm_head.weight";
  static final String PREDICTION_EMBEDDING = "embed_tokens.weight";
  static final String PREDICTION_HEAD = "shared_head.head.weight";

  private Architecture() {}

  /** What a tensor is for, which decides how it may be stored. */
  enum Use {
    /** Looked up by row. */
    EMBEDDING,
    /** The matrix of a linear layer, (out, in). */
    LINEAR,
    /** Norms, biases and the router. */
    SMALL
  }

  /**
   * A tensor that must be there.
   *
   * @param shape row-major
   */
  record Wanted(String name, Use use, List<Long> shape) {
    /** How many numbers it has. */
    long numbers() {
      return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }
  }

  /** The beginning of the names of a layer's tensors. */
  static String layer(int index) {
    return "model.layers." + index + ".";
  }

  /** The tensors of the layers, the embedding and the head; not those that predict two ahead. */
  static void main(GlmConfiguration configuration, Consumer<Wanted> wanted) {
    long hidden = configuration.hiddenSize();
    add(wanted, EMBEDDING, Use.EMBEDDING, configuration.vocabularySize(), hidden);
    for (int layer = 0; layer < configuration.layers(); layer++) {
      layer(wanted, configuration, layer(layer), layer >= configuration.denseLayers());
    }
    add(wanted, NORM, Use.SMALL, hidden);
    if (!configuration.tied()) {
      add(wanted, HEAD, Use.LINEAR, configuration.vocabularySize(), hidden);
    }
  }

  /**
   * The tensors of the layer that predicts a second token.
   *
   * @param ownEmbedding whether it has an embedding of its own
   * @param ownHead whether it has a head of its own
   */
  static void prediction(
      GlmConfiguration configuration,
      boolean ownEmbedding,
      boolean ownHead,
      Consumer<Wanted> wanted) {
    String prefix = layer(configuration.layers());
    long hidden = configuration.hiddenSize();
    if (ownEmbedding) {
      add(
          wanted,
          prefix + PREDICTION_EMBEDDING,
          Use.EMBEDDING,
          configuration.vocabularySize(),
          hidden);
    }
    add(wanted, prefix + "enorm.weight", Use.SMALL, hidden);
    add(wanted, prefix + "hnorm.weight", Use.SMALL, hidden);
    add(wanted, prefix + "eh_proj.weight", Use.LINEAR, hidden, 2 * hidden);
    layer(wanted, configuration, prefix, true);
    add(wanted, prefix + "shared_head.norm.weight", Use.SMALL, hidden);
    if (ownHead) {
      add(wanted, prefix + PREDICTION_HEAD, Use.LINEAR, configuration.vocabularySize(), hidden);
    }
  }

  private static void layer(
      Consumer<Wanted> wanted, GlmConfiguration configuration, String prefix, boolean mixture) {
    long hidden = configuration.hiddenSize();
    long head = configuration.headDimension();
    String attention = prefix + "self_attn.";
    add(wanted, prefix + "input_layernorm.weight", Use.SMALL, hidden);
    for (String part : new String[] {"q", "k", "v"}) {
      long width =
          head * (part.equals("q") ? configuration.heads() : configuration.keyValueHeads());
      add(wanted, attention + part + "_proj.weight", Use.LINEAR, width, hidden);
      if (configuration.attentionBias()) {
        add(wanted, attention + part + "_proj.bias", Use.SMALL, width);
      }
    }
    if (configuration.queryKeyNorm()) {
      add(wanted, attention + "q_norm.weight", Use.SMALL, head);
      add(wanted, attention + "k_norm.weight", Use.SMALL, head);
    }
    add(wanted, attention + "o_proj.weight", Use.LINEAR, hidden, head * configuration.heads());
    add(wanted, prefix + "post_attention_layernorm.weight", Use.SMALL, hidden);
    String mlp = prefix + "mlp.";
    if (!mixture) {
      mlp(wanted, mlp, hidden, configuration.denseWidth());
      return;
    }
    add(wanted, mlp + "gate.weight", Use.SMALL, configuration.experts(), hidden);
    add(wanted, mlp + "gate.e_score_correction_bias", Use.SMALL, configuration.experts());
    for (int expert = 0; expert < configuration.experts(); expert++) {
      mlp(wanted, mlp + "experts." + expert + ".", hidden, configuration.expertWidth());
    }
    if (configuration.sharedExperts() > 0) {
      mlp(
          wanted,
          mlp + "shared_experts.",
          hidden,
          Math.multiplyExact((long) configuration.expertWidth(), configuration.sharedExperts()));
    }
  }

  private static void mlp(Consumer<Wanted> wanted, String prefix, long hidden, long width) {
    add(wanted, prefix + "gate_proj.weight", Use.LINEAR, width, hidden);
    add(wanted, prefix + "up_proj.weight", Use.LINEAR, width, hidden);
    add(wanted, prefix + "down_proj.weight", Use.LINEAR, hidden, width);
  }

  private static void add(Consumer<Wanted> wanted, String name, Use use, long... shape) {
    List<Long> dimensions = new ArrayList<>();
    for (long dimension : shape) {
      dimensions.add(dimension);
    }
    wanted.accept(new Wanted(name, use, List.copyOf(dimensions)));
  }
}
