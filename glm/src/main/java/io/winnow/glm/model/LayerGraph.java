package io.winnow.glm.model;

import static io.winnow.glm.model.GraphWriter.BOOL;
import static io.winnow.glm.model.GraphWriter.FLOAT;
import static io.winnow.glm.model.GraphWriter.INT32;
import static io.winnow.glm.model.GraphWriter.INT64;
import static io.winnow.glm.model.GraphWriter.MICROSOFT;

import io.winnow.glm.model.GraphWriter.Attribute;
import java.io.IOException;
import java.util.List;

/**
 * Writes the layers as a graph that takes a piece of a sequence and the keys and values of what was
 * before it.
 *
 * <p>Attention is the operator {@code GroupQueryAttention}, which goes over keys block by block,
 * skips the blocks that are later than all its queries, and appends to buffers that outlive the
 * run. Norms of heads and RoPE are done before it. Heads whose size is no multiple of 8, which it
 * does not take, are filled up with zeros: they add nothing to a product.
 */
final class LayerGraph {
  /** Inputs of both graphs. */
  static final String IDS = "ids";

  static final String COSINES = "cosines";
  static final String SINES = "sines";
  static final String LAST_POSITION = "last_position";
  static final String TOTAL_TOKENS = "total_tokens";

  /** Input of both graphs: true. */
  static final String ALWAYS = "always";

  /** Input of the graph that predicts a second token: what the main one gives. */
  static final String STATES = "states";

  /** Output of both graphs: normed, ready for the head. */
  static final String HIDDEN = "hidden";

  private static final int HEAD_MULTIPLE = 8;
  static final long TOKENS = -1;
  private static final long LONGER = -2;
  private static final long CAPACITY = -3;

  private final GraphWriter graph;
  private final GlmConfiguration configuration;
  private final boolean traced;
  private final ExpertGraph experts;

  private LayerGraph(Checkpoint checkpoint, boolean traced, int together) throws IOException {
    this.graph = new GraphWriter(checkpoint, checkpoint.root());
    this.configuration = checkpoint.configuration();
    this.traced = traced;
    this.experts = new ExpertGraph(graph, configuration, traced, together);
  }

  /** Numbers of a head in the buffers of keys and values. */
  static int paddedHead(GlmConfiguration configuration) {
    return (configuration.headDimension() + HEAD_MULTIPLE - 1) / HEAD_MULTIPLE * HEAD_MULTIPLE;
  }

  static String key(int layer) {
    return "key." + layer;
  }

  static String value(int layer) {
    return "value." + layer;
  }

  /** The output of a buffer that the input of this name was appended to. */
  static String appended(String name) {
    return "appended." + name;
  }

  static String trace(String what, int layer) {
    return "trace." + what + "." + layer;
  }

  /**
   * The layers from ids to normed states.
   *
   * @param traced whether routing and the residual stream are given out too
   */
  static byte[] main(Checkpoint checkpoint, boolean traced, int together) throws IOException {
    LayerGraph layers = new LayerGraph(checkpoint, traced, together);
    GlmConfiguration configuration = checkpoint.configuration();
    layers.inputs();
    Stream stream = new Stream(layers.graph.rows(Architecture.EMBEDDING, IDS), "");
    for (int layer = 0; layer < configuration.layers(); layer++) {
      stream = layers.layer(stream, layer, layer >= configuration.denseLayers());
    }
    layers.finish(stream, Architecture.NORM);
    return layers.graph.model();
  }

  /** The layer that predicts a second token, from the next ids and the main layers' states. */
  static byte[] prediction(Checkpoint checkpoint, boolean traced, int together) throws IOException {
    LayerGraph layers = new LayerGraph(checkpoint, traced, together);
    GraphWriter graph = layers.graph;
    GlmConfiguration configuration = checkpoint.configuration();
    layers.inputs();
    graph.input(STATES, FLOAT, LONGER, configuration.hiddenSize());
    String prefix = Architecture.layer(configuration.layers());
    String embedding =
        checkpoint.ownEmbedding()
            ? prefix + Architecture.PREDICTION_EMBEDDING
            : Architecture.EMBEDDING;
    String next = layers.norm(graph.rows(embedding, IDS), prefix + "enorm.weight");
    // The last token of a sequence has a state, but no next one.
    String states =
        graph.node(
            "Slice",
            List.of(
                STATES, graph.integers(0), graph.node("Shape", List.of(IDS)), graph.integers(0)));
    String both =
        graph.node(
            "Concat",
            List.of(next, layers.norm(states, prefix + "hnorm.weight")),
            Attribute.of("axis", 1L));
    Stream stream = new Stream(graph.linear(both, prefix + "eh_proj.weight"), "");
    layers.finish(
        layers.layer(stream, configuration.layers(), true), prefix + "shared_head.norm.weight");
    return graph.model();
  }

  /**
   * The residual stream: the sum of both, the second of which is not yet added if it has a name.
   * Adding it goes with the norm that follows.
   */
  private record Stream(String sum, String added) {}

  private void inputs() {
    int half = configuration.rotaryWidth() / 2;
    graph.input(IDS, INT64, TOKENS);
    graph.input(COSINES, FLOAT, TOKENS, half);
    graph.input(SINES, FLOAT, TOKENS, half);
    graph.input(LAST_POSITION, INT32, 1);
    graph.input(TOTAL_TOKENS, INT32, 1);
    graph.input(ALWAYS, BOOL, 1);
  }

  private void finish(Stream stream, String weight) {
    String[] normed = norm(stream, weight);
    graph.output(normed[0], HIDDEN, FLOAT, TOKENS, configuration.hiddenSize());
  }

  private Stream layer(Stream stream, int layer, boolean mixture) {
    String prefix = Architecture.layer(layer);
    String[] before = norm(stream, prefix + "input_layernorm.weight");
    String attended = attention(before[0], prefix + "self_attn.", layer);
    String[] between =
        norm(new Stream(before[1], attended), prefix + "post_attention_layernorm.weight");
    String mlp = prefix + "mlp.";
    String out = mixture ? experts.mixture(between[0], mlp, layer) : experts.mlp(between[0], mlp);
    if (traced) {
      String residual = graph.node("Add", List.of(between[1], out));
      graph.output(residual, trace("residual", layer), FLOAT, TOKENS, configuration.hiddenSize());
    }
    return new Stream(between[1], out);
  }

  /** The normed stream, and the stream itself with everything added. */
  private String[] norm(Stream stream, String weight) {
    if (stream.added().isEmpty()) {
      return new String[] {norm(stream.sum(), weight), stream.sum()};
    }
    String[] outputs =
        graph.node(
            MICROSOFT,
            "SkipSimplifiedLayerNormalization",
            List.of(stream.added(), stream.sum(), graph.weight(weight)),
            4,
            Attribute.of("epsilon", configuration.epsilon()));
    return new String[] {outputs[0], outputs[3]};
  }

  private String norm(String value, String weight) {
    return graph.node(
        "SimplifiedLayerNormalization",
        List.of(value, graph.weight(weight)),
        Attribute.of("axis", -1L),
        Attribute.of("epsilon", configuration.epsilon()));
  }

  private String attention(String value, String prefix, int layer) {
    String query = heads(value, prefix, "q", configuration.heads());
    String key = heads(value, prefix, "k", configuration.keyValueHeads());
    String values = heads(value, prefix, "v", configuration.keyValueHeads());
    int head = paddedHead(configuration);
    for (String cache : List.of(key(layer), value(layer))) {
      graph.input(cache, FLOAT, 1, configuration.keyValueHeads(), CAPACITY, head);
      graph.output(appended(cache), FLOAT, 1, configuration.keyValueHeads(), CAPACITY - 1, head);
    }
    String attended = "attended." + layer;
    graph.named(
        MICROSOFT,
        "GroupQueryAttention",
        List.of(query, key, values, key(layer), value(layer), LAST_POSITION, TOTAL_TOKENS),
        List.of(attended, appended(key(layer)), appended(value(layer))),
        Attribute.of("num_heads", (long) configuration.heads()),
        Attribute.of("kv_num_heads", (long) configuration.keyValueHeads()),
        Attribute.of("scale", 1 / Math.sqrt(configuration.headDimension())));
    String flat = attended;
    if (head != configuration.headDimension()) {
      String apart = graph.reshape(attended, -1, configuration.heads(), head);
      flat =
          graph.node(
              "Slice",
              List.of(
                  apart,
                  graph.integers(0),
                  graph.integers(configuration.headDimension()),
                  graph.integers(2)));
    }
    long width = (long) configuration.heads() * configuration.headDimension();
    return graph.linear(graph.reshape(flat, -1, width), prefix + "o_proj.weight");
  }

  /** Queries, keys or values, normed and turned as they should; shape (1, tokens, heads x size). */
  private String heads(String value, String prefix, String part, int heads) {
    String weight = graph.weight(prefix + part + "_proj.weight");
    List<String> inputs =
        configuration.attentionBias()
            ? List.of(value, weight, graph.weight(prefix + part + "_proj.bias"))
            : List.of(value, weight);
    String projected = graph.node("Gemm", inputs, Attribute.of("transB", 1L));
    int size = configuration.headDimension();
    boolean turned = !part.equals("v");
    if (turned && configuration.queryKeyNorm()) {
      projected = norm(graph.reshape(projected, -1, heads, size), prefix + part + "_norm.weight");
    }
    String row = graph.reshape(projected, 1, -1, (long) heads * size);
    if (turned) {
      // The pieces' cosines come by row, so rows count from 0.
      row =
          graph.microsoft(
              "RotaryEmbedding",
              List.of(row, graph.integers(0), COSINES, SINES),
              Attribute.of("interleaved", 0L),
              Attribute.of("num_heads", (long) heads),
              Attribute.of(
                  "rotary_embedding_dim",
                  configuration.rotaryWidth() == size ? 0L : configuration.rotaryWidth()));
    }
    int padded = paddedHead(configuration);
    if (padded == size) {
      return row;
    }
    String apart = graph.reshape(row, -1, heads, size);
    String filled = graph.node("Pad", List.of(apart, graph.integers(0, 0, 0, 0, 0, padded - size)));
    return graph.reshape(filled, 1, -1, (long) heads * padded);
  }
}
