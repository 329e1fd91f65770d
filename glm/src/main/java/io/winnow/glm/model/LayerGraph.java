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
 *
 * <p>A mixture gathers the rows of each expert, lets it work on them alone, and adds what comes out
 * to the rows they are from, one expert after the other. So only chosen experts cost time, and the
 * order of sums is always the same.
 *
 * <p>When a session is made, ONNX Runtime looks at all values that are no longer needed for one
 * whose memory the next can have, which takes the square of their number, since it never knows that
 * two experts have as many rows. So a few experts at a time are a graph inside the graph, a branch
 * that is always taken, and is planned by itself.
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

  /** Experts of an inner graph; see above. */
  static final int TOGETHER = 16;

  /** Input of the graph that predicts a second token: what the main one gives. */
  static final String STATES = "states";

  /** Output of both graphs: normed, ready for the head. */
  static final String HIDDEN = "hidden";

  private static final int HEAD_MULTIPLE = 8;
  private static final long TOKENS = -1;
  private static final long LONGER = -2;
  private static final long CAPACITY = -3;

  private final GraphWriter graph;
  private final GlmConfiguration configuration;
  private final boolean traced;
  private final int together;

  private LayerGraph(Checkpoint checkpoint, boolean traced, int together) throws IOException {
    this(
        new GraphWriter(checkpoint, checkpoint.root()),
        checkpoint.configuration(),
        traced,
        together);
  }

  private LayerGraph(
      GraphWriter graph, GlmConfiguration configuration, boolean traced, int together) {
    this.graph = graph;
    this.configuration = configuration;
    this.traced = traced;
    this.together = together;
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
    Stream stream = new Stream(layers.linear(both, prefix + "eh_proj.weight"), "");
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
    String out = mixture ? mixture(between[0], mlp, layer) : mlp(between[0], mlp);
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

  /** {@code value · weightᵀ}. */
  private String linear(String value, String weight) {
    return graph.node("Gemm", List.of(value, graph.weight(weight)), Attribute.of("transB", 1L));
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
      String apart =
          graph.node("Reshape", List.of(attended, graph.integers(-1, configuration.heads(), head)));
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
    return linear(
        graph.node("Reshape", List.of(flat, graph.integers(-1, width))), prefix + "o_proj.weight");
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
      projected =
          norm(
              graph.node("Reshape", List.of(projected, graph.integers(-1, heads, size))),
              prefix + part + "_norm.weight");
    }
    String row =
        graph.node("Reshape", List.of(projected, graph.integers(1, -1, (long) heads * size)));
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
    String apart = graph.node("Reshape", List.of(row, graph.integers(-1, heads, size)));
    String filled = graph.node("Pad", List.of(apart, graph.integers(0, 0, 0, 0, 0, padded - size)));
    return graph.node("Reshape", List.of(filled, graph.integers(1, -1, (long) heads * padded)));
  }

  /** {@code (silu(x · gateᵀ) * (x · upᵀ)) · downᵀ}. */
  private String mlp(String value, String prefix) {
    String gate =
        graph.microsoft(
            // With alpha 1 it is x * sigmoid(x), in one pass.
            "QuickGelu",
            List.of(linear(value, prefix + "gate_proj.weight")),
            Attribute.of("alpha", 1.0));
    String product = graph.node("Mul", List.of(gate, linear(value, prefix + "up_proj.weight")));
    return linear(product, prefix + "down_proj.weight");
  }

  private String mixture(String value, String prefix, int layer) {
    int experts = configuration.experts();
    int perToken = configuration.expertsPerToken();
    String scores = graph.node("Sigmoid", List.of(linear(value, prefix + "gate.weight")));
    String choice =
        graph.node("Add", List.of(scores, graph.weight(prefix + "gate.e_score_correction_bias")));
    if (configuration.groups() > 1) {
      choice = bestGroups(choice);
    }
    String chosen = largest(choice, perToken)[1];
    String weights =
        graph.node("GatherElements", List.of(scores, chosen), Attribute.of("axis", 1L));
    if (configuration.normalizeWeights()) {
      String sum = graph.node("ReduceSum", List.of(weights, graph.integers(1)));
      weights =
          graph.node("Div", List.of(weights, graph.node("Add", List.of(sum, graph.scalar(1e-20)))));
    }
    if (configuration.routedScale() != 1) {
      weights = graph.node("Mul", List.of(weights, graph.scalar(configuration.routedScale())));
    }
    if (traced) {
      graph.output(chosen, trace("experts", layer), INT64, TOKENS, perToken);
      graph.output(weights, trace("weights", layer), FLOAT, TOKENS, perToken);
    }
    String flatChosen = graph.node("Reshape", List.of(chosen, graph.integers(-1)));
    String flatWeights = graph.node("Reshape", List.of(weights, graph.integers(-1)));
    String sum =
        configuration.sharedExperts() > 0
            ? mlp(value, prefix + "shared_experts.")
            : graph.node("Sub", List.of(value, value));
    for (int first = 0; first < experts; first += together) {
      GraphWriter inner = graph.inner();
      String added =
          new LayerGraph(inner, configuration, traced, together)
              .experts(
                  new Routed(value, flatChosen, flatWeights),
                  sum,
                  prefix + "experts.",
                  first,
                  Math.min(first + together, experts));
      sum = graph.either(ALWAYS, inner, added, sum);
    }
    return sum;
  }

  /**
   * What experts work on.
   *
   * @param rows normed; shape (tokens, hidden)
   * @param chosen experts of all tokens, one token after the other; shape (tokens x chosen)
   * @param weights of the chosen experts, in the same order
   */
  private record Routed(String rows, String chosen, String weights) {}

  /** Adds what some experts make of their rows. */
  private String experts(Routed routed, String into, String prefix, int first, int end) {
    String sum = into;
    for (int expert = first; expert < end; expert++) {
      String places =
          graph.node(
              "Reshape",
              List.of(
                  graph.node(
                      "NonZero",
                      List.of(
                          graph.node("Equal", List.of(routed.chosen(), graph.integers(expert))))),
                  graph.integers(-1, 1))); // (rows, 1)
      String rows =
          graph.node("Div", List.of(places, graph.integers(configuration.expertsPerToken())));
      String mine = graph.node("GatherND", List.of(routed.rows(), rows));
      String out = mlp(mine, prefix + expert + ".");
      String weighted =
          graph.node("Mul", List.of(out, graph.node("Gather", List.of(routed.weights(), places))));
      // A token chooses an expert once, so no row is in here twice and no order matters.
      sum = graph.node("ScatterND", List.of(sum, rows, weighted), Attribute.of("reduction", "add"));
    }
    return sum;
  }

  private String[] largest(String value, int count) {
    return graph.node(
        "", "TopK", List.of(value, graph.integers(count)), 2, Attribute.of("axis", 1L));
  }

  /** Zero for the experts of all groups but the best. */
  private String bestGroups(String choice) {
    int groups = configuration.groups();
    int size = configuration.experts() / groups;
    String byGroup = graph.node("Reshape", List.of(choice, graph.integers(-1, groups, size)));
    String[] best =
        graph.node("", "TopK", List.of(byGroup, graph.integers(2)), 2, Attribute.of("axis", 2L));
    String groupScores =
        graph.node("ReduceSum", List.of(best[0], graph.integers(2)), Attribute.of("keepdims", 0L));
    String kept = largest(groupScores, configuration.chosenGroups())[1]; // (tokens, chosen)
    String numbers = graph.integers(new long[] {1, groups, 1}, range(groups));
    String hits =
        graph.node(
            "Cast",
            List.of(
                graph.node(
                    "Equal",
                    List.of(graph.node("Unsqueeze", List.of(kept, graph.integers(1))), numbers))),
            Attribute.of("to", (long) FLOAT)); // (tokens, groups, chosen)
    String mask = graph.node("ReduceMax", List.of(hits, graph.integers(2))); // (tokens, groups, 1)
    return graph.node(
        "Reshape",
        List.of(
            graph.node("Mul", List.of(byGroup, mask)),
            graph.integers(-1, configuration.experts())));
  }

  private static long[] range(int count) {
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return numbers;
  }
}
