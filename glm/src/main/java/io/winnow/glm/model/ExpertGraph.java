package io.winnow.glm.model;

import static io.winnow.glm.model.GraphWriter.FLOAT;
import static io.winnow.glm.model.GraphWriter.INT64;

import io.winnow.glm.model.GraphWriter.Attribute;
import java.util.List;

/**
 * Writes what a layer does with each token by itself: one MLP, or a mixture of experts.
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
final class ExpertGraph {
  /** Experts of an inner graph; see above. */
  static final int TOGETHER = 16;

  private final GraphWriter graph;
  private final GlmConfiguration configuration;
  private final boolean traced;
  private final int together;

  /**
   * @param traced whether routing is given out too
   * @param together experts of an inner graph
   */
  ExpertGraph(GraphWriter graph, GlmConfiguration configuration, boolean traced, int together) {
    this.graph = graph;
    this.configuration = configuration;
    this.traced = traced;
    this.together = together;
  }

  /** {@code (silu(x · gateᵀ) * (x · upᵀ)) · downᵀ}. */
  String mlp(String value, String prefix) {
    String gate =
        graph.microsoft(
            // With alpha 1 it is x * sigmoid(x), in one pass.
            "QuickGelu",
            List.of(graph.linear(value, prefix + "gate_proj.weight")),
            Attribute.of("alpha", 1.0));
    String product =
        graph.node("Mul", List.of(gate, graph.linear(value, prefix + "up_proj.weight")));
    return graph.linear(product, prefix + "down_proj.weight");
  }

  /** What the experts that each token chooses make of it. */
  String mixture(String value, String prefix, int layer) {
    int experts = configuration.experts();
    int perToken = configuration.expertsPerToken();
    String scores = graph.node("Sigmoid", List.of(graph.linear(value, prefix + "gate.weight")));
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
      graph.output(chosen, LayerGraph.trace("experts", layer), INT64, LayerGraph.TOKENS, perToken);
      graph.output(weights, LayerGraph.trace("weights", layer), FLOAT, LayerGraph.TOKENS, perToken);
    }
    String flatChosen = graph.reshape(chosen, -1);
    String flatWeights = graph.reshape(weights, -1);
    String sum =
        configuration.sharedExperts() > 0
            ? mlp(value, prefix + "shared_experts.")
            : graph.node("Sub", List.of(value, value));
    for (int first = 0; first < experts; first += together) {
      GraphWriter inner = graph.inner();
      String added =
          new ExpertGraph(inner, configuration, traced, together)
              .experts(
                  new Routed(value, flatChosen, flatWeights),
                  sum,
                  prefix + "experts.",
                  first,
                  Math.min(first + together, experts));
      sum = graph.either(LayerGraph.ALWAYS, inner, added, sum);
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
          graph.reshape(
              graph.node(
                  "NonZero",
                  List.of(graph.node("Equal", List.of(routed.chosen(), graph.integers(expert))))),
              -1,
              1); // (rows, 1)
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
    String byGroup = graph.reshape(choice, -1, groups, size);
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
    return graph.reshape(graph.node("Mul", List.of(byGroup, mask)), -1, configuration.experts());
  }

  private static long[] range(int count) {
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return numbers;
  }
}
