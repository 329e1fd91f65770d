package io.winnow.glm.model;

import static io.winnow.glm.model.GraphWriter.FLOAT;
import static io.winnow.glm.model.GraphWriter.INT64;

import io.winnow.glm.model.GraphWriter.Attribute;
import java.io.IOException;
import java.util.List;

/**
 * Writes the head as a graph of its own: from some rows of normed states to the log-probability of
 * one token per row. It never sees more than a slice of rows, so the logits of a whole sequence
 * never exist.
 *
 * <p>{@code LogSoftmax} adds the exponentials in 16 sums of their own. One running float32 sum, as
 * {@code ReduceLogSumExp} has it, loses the many small terms of a large vocabulary.
 */
final class HeadGraph {
  static final String STATES = "states";
  static final String TARGETS = "targets";
  static final String PREDICTED_STATES = "predicted_states";
  static final String LOG_PROBABILITIES = "log_probabilities";
  static final String PREDICTED_LOG_PROBABILITIES = "predicted_log_probabilities";
  static final String AGREE = "agree";
  static final String SHARED_MASS = "shared_mass";
  static final String LOGITS = "logits";

  private static final long ROWS = -1;

  private HeadGraph() {}

  /** For the main layers alone. */
  static byte[] main(Checkpoint checkpoint, boolean traced) throws IOException {
    GraphWriter graph = new GraphWriter(checkpoint, checkpoint.root());
    String logits = logits(graph, checkpoint, STATES, head(checkpoint), traced);
    graph.input(TARGETS, INT64, ROWS, 1);
    graph.output(picked(graph, normalized(graph, logits)), LOG_PROBABILITIES, FLOAT, ROWS, 1);
    return graph.model();
  }

  /**
   * For both: row i of the predicted states was made one token earlier than row i of the states, so
   * that both predict the same token. Also says whether their likeliest tokens are the same, and
   * the mass that their distributions share.
   */
  static byte[] prediction(Checkpoint checkpoint, boolean traced) throws IOException {
    GraphWriter graph = new GraphWriter(checkpoint, checkpoint.root());
    String logits = logits(graph, checkpoint, STATES, head(checkpoint), traced);
    String own =
        checkpoint.ownHead()
            ? Architecture.layer(checkpoint.configuration().layers()) + Architecture.PREDICTION_HEAD
            : head(checkpoint);
    String predictedLogits = logits(graph, checkpoint, PREDICTED_STATES, own, false);
    String all = normalized(graph, logits);
    String predicted = normalized(graph, predictedLogits);
    graph.input(TARGETS, INT64, ROWS, 1);
    graph.output(picked(graph, all), LOG_PROBABILITIES, FLOAT, ROWS, 1);
    graph.output(picked(graph, predicted), PREDICTED_LOG_PROBABILITIES, FLOAT, ROWS, 1);
    String agree =
        graph.node("Equal", List.of(likeliest(graph, logits), likeliest(graph, predictedLogits)));
    graph.output(
        graph.node("Cast", List.of(agree), Attribute.of("to", (long) FLOAT)),
        AGREE,
        FLOAT,
        ROWS,
        1);
    String shared = graph.node("Exp", List.of(graph.node("Min", List.of(all, predicted))));
    graph.output(
        graph.node("ReduceSum", List.of(shared, graph.integers(1))), SHARED_MASS, FLOAT, ROWS, 1);
    return graph.model();
  }

  private static String head(Checkpoint checkpoint) {
    return checkpoint.configuration().tied() ? Architecture.EMBEDDING : Architecture.HEAD;
  }

  private static String logits(
      GraphWriter graph, Checkpoint checkpoint, String states, String head, boolean traced) {
    graph.input(states, FLOAT, ROWS, checkpoint.configuration().hiddenSize());
    String logits = graph.linear(states, head);
    if (traced) {
      graph.output(logits, LOGITS, FLOAT, ROWS, checkpoint.configuration().vocabularySize());
    }
    return logits;
  }

  private static String normalized(GraphWriter graph, String logits) {
    return graph.node("LogSoftmax", List.of(logits), Attribute.of("axis", 1L));
  }

  private static String picked(GraphWriter graph, String all) {
    return graph.node("GatherElements", List.of(all, TARGETS), Attribute.of("axis", 1L));
  }

  private static String likeliest(GraphWriter graph, String logits) {
    return graph.node("ArgMax", List.of(logits), Attribute.of("axis", 1L));
  }
}
