package io.winnow.glm.model;

import static io.winnow.corpus.Require.require;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.winnow.corpus.onnx.OnnxRuntime;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Runs a checkpoint over sequences of ids. A sequence goes through the layers in pieces of at most
 * {@link #PIECE_TOKENS} tokens, which find the keys and values of earlier pieces in buffers; then
 * slices of rows go through the head. Memory so grows with the sequence only by those buffers.
 *
 * <p>Each sequence is alone in its runs and each run has one thread, so what comes out depends on
 * nothing but the sequence, bit for bit. Thread-safe: several sequences may run at a time, each
 * with buffers of its own.
 */
public final class ForwardPass implements AutoCloseable {
  /** Long enough for experts to see many rows at a time, short enough for small activations. */
  static final int PIECE_TOKENS = 1024;

  /** Numbers of a slice of logits at most, 16 MB; but see {@link #LEAST_ROWS}. */
  private static final int SLICE_NUMBERS = 4 << 20;

  private static final int LEAST_ROWS = 16;

  private final OrtEnvironment environment = OnnxRuntime.environment();
  private final GlmConfiguration configuration;
  private final boolean predicts;
  private final OrtSession main;
  private final @Nullable OrtSession prediction;
  private final OrtSession head;
  private final ConcurrentLinkedDeque<Workspace> idle = new ConcurrentLinkedDeque<>();
  private final int sliceRows;
  private final int longest;

  private ForwardPass(Checkpoint checkpoint, int longest, boolean traced, int together)
      throws IOException {
    Path root = checkpoint.root();
    this.configuration = checkpoint.configuration();
    this.predicts = checkpoint.predicts();
    this.main = Session.open(LayerGraph.main(checkpoint, traced, together), root);
    this.prediction =
        predicts ? Session.open(LayerGraph.prediction(checkpoint, traced, together), root) : null;
    this.head =
        Session.open(
            predicts
                ? HeadGraph.prediction(checkpoint, traced)
                : HeadGraph.main(checkpoint, traced),
            root);
    this.sliceRows = sliceRows(configuration);
    this.longest = longest;
  }

  private static int sliceRows(GlmConfiguration configuration) {
    return Math.min(
        PIECE_TOKENS, Math.max(LEAST_ROWS, SLICE_NUMBERS / configuration.vocabularySize()));
  }

  /** Numbers of a slice of logits. */
  static long sliceNumbers(GlmConfiguration configuration) {
    return (long) sliceRows(configuration) * configuration.vocabularySize();
  }

  /**
   * Loads a checkpoint's weights.
   *
   * @param longest tokens of the longest sequence, at most as many as the model has positions for
   * @throws UnusableCheckpoint if ONNX Runtime does not take them
   */
  public static ForwardPass of(Checkpoint checkpoint, int longest) throws IOException {
    return new ForwardPass(checkpoint, longest, false, ExpertGraph.TOGETHER);
  }

  /** For sequences as long as the model has positions for. */
  static ForwardPass of(Checkpoint checkpoint) throws IOException {
    return of(checkpoint, checkpoint.configuration().positions());
  }

  /** One that also tells what happens inside: see {@link Trace}. */
  static ForwardPass traced(Checkpoint checkpoint) throws IOException {
    return new ForwardPass(
        checkpoint, checkpoint.configuration().positions(), true, ExpertGraph.TOGETHER);
  }

  /** One with so many experts together in an inner graph: see {@link LayerGraph}. */
  static ForwardPass together(Checkpoint checkpoint, int experts) throws IOException {
    return new ForwardPass(checkpoint, checkpoint.configuration().positions(), false, experts);
  }

  /** Takes what a traced pass computes on the way. */
  @FunctionalInterface
  interface Trace {
    /**
     * @param name of the value: see {@link LayerGraph#trace}, {@link HeadGraph#LOGITS}
     * @param firstRow token of the value's first row
     * @param value (tokens, any width)
     */
    void accept(String name, int firstRow, OnnxTensor value) throws OrtException;
  }

  /** Whether there is a layer that predicts a second token. */
  public boolean predicts() {
    return predicts;
  }

  /**
   * Predictions of a sequence's tokens from those before them.
   *
   * @param ids at least 1, each below the size of the vocabulary
   * @param first position of the first token that a prediction is wanted for, at least 1
   */
  public Predictions predict(int[] ids, int first) {
    return predict(ids, first, null);
  }

  Predictions predict(int[] ids, int first, @Nullable Trace trace) {
    require(
        ids.length >= 1 && ids.length <= longest,
        "a sequence has 1 to %s tokens, but was to have %s",
        longest,
        ids.length);
    require(first >= 1, "the first prediction is for position 1, but %s is wanted", first);
    for (int id : ids) {
      require(
          id >= 0 && id < configuration.vocabularySize(),
          "ids must be 0 to %s, but one is %s",
          configuration.vocabularySize() - 1,
          id);
    }
    Workspace workspace = workspace(ids.length);
    try {
      return new Run(workspace, ids, first, trace).predict();
    } catch (OrtException e) {
      throw new IllegalStateException("the forward pass failed", e);
    } finally {
      idle.push(workspace);
    }
  }

  private Workspace workspace(int tokens) {
    Workspace workspace = idle.poll();
    if (workspace != null && workspace.capacity() >= tokens) {
      return workspace;
    }
    int capacity = tokens;
    if (workspace != null) {
      // Longer than needed, so that documents a little longer each do not mean buffers for each.
      capacity = Math.max(tokens, Math.min(2 * workspace.capacity(), longest));
      workspace.close();
    }
    try {
      return new Workspace(configuration, predicts, capacity);
    } catch (OutOfMemoryError e) {
      throw new UnusableCheckpoint(
          String.format(
              Locale.ROOT,
              "the keys and values of %d tokens do not fit the memory that the JVM has outside its"
                  + " heap: use a smaller window, or give it more by -XX:MaxDirectMemorySize",
              capacity),
          e);
    }
  }

  @Override
  public void close() {
    try {
      main.close();
      head.close();
      if (prediction != null) {
        prediction.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the forward pass cannot be closed", e);
    }
    for (Workspace workspace = idle.poll(); workspace != null; workspace = idle.poll()) {
      workspace.close();
    }
  }

  /** One sequence on its way. */
  private final class Run {
    private final Workspace workspace;
    private final int[] ids;
    private final int first;
    private final @Nullable Trace trace;
    private final double[] logProbabilities;
    private final double[] predictedLogProbabilities;
    private final double[] agrees;
    private final double[] sharedMass;

    Run(Workspace workspace, int[] ids, int first, @Nullable Trace trace) {
      this.workspace = workspace;
      this.ids = ids;
      this.first = first;
      this.trace = trace;
      this.logProbabilities = unknown();
      this.predictedLogProbabilities = unknown();
      this.agrees = unknown();
      this.sharedMass = unknown();
    }

    private double[] unknown() {
      double[] values = new double[ids.length];
      Arrays.fill(values, Double.NaN);
      return values;
    }

    Predictions predict() throws OrtException {
      // Pieces of about the same size: a last piece of a few rows would cost as much as many.
      int pieces = (ids.length + PIECE_TOKENS - 1) / PIECE_TOKENS;
      int size = (ids.length + pieces - 1) / pieces;
      for (int start = 0; start < ids.length; start += size) {
        int end = Math.min(start + size, ids.length);
        layers(start, end);
        head(start, Math.min(end, ids.length - 1));
        workspace.carryPredicted(end - start);
      }
      return new Predictions(logProbabilities, predictedLogProbabilities, agrees, sharedMass);
    }

    private void layers(int start, int end) throws OrtException {
      try (OnnxTensor states =
          tensor(workspace.states(0, end - start), end - start, configuration.hiddenSize())) {
        pass(main, start, end, 0, configuration.layers(), states, Map.of());
        OrtSession second = prediction;
        int predictable = Math.min(end, ids.length - 1);
        if (second != null && predictable > start) {
          try (OnnxTensor predicted =
              tensor(
                  workspace.predicted(1, predictable - start),
                  predictable - start,
                  configuration.hiddenSize())) {
            pass(
                second,
                start,
                predictable,
                configuration.layers(),
                configuration.layers() + 1,
                predicted,
                Map.of(LayerGraph.STATES, states));
          }
        }
      }
    }

    /** Rows start to end through some layers; their states go to {@code hidden}. */
    private void pass(
        OrtSession session,
        int start,
        int end,
        int firstLayer,
        int endLayer,
        OnnxTensor hidden,
        Map<String, OnnxTensor> more)
        throws OrtException {
      int tokens = end - start;
      int half = configuration.rotaryWidth() / 2;
      int shift = session == main ? 0 : 1;
      long[] pieceIds = new long[tokens];
      for (int i = 0; i < tokens; i++) {
        pieceIds[i] = ids[start + shift + i];
      }
      Map<String, OnnxTensor> inputs = new HashMap<>(more);
      Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
      outputs.put(LayerGraph.HIDDEN, hidden);
      for (int layer = firstLayer; layer < endLayer; layer++) {
        for (String name : new String[] {LayerGraph.key(layer), LayerGraph.value(layer)}) {
          inputs.put(name, workspace.cache(name));
          outputs.put(LayerGraph.appended(name), workspace.cache(name));
        }
      }
      try (OnnxTensor idTensor =
              OnnxTensor.createTensor(environment, LongBuffer.wrap(pieceIds), new long[] {tokens});
          OnnxTensor cosines = tensor(workspace.cosines(start, tokens), tokens, half);
          OnnxTensor sines = tensor(workspace.sines(start, tokens), tokens, half);
          OnnxTensor last = number(end - 1);
          OnnxTensor total = number(end);
          OnnxTensor always = OnnxTensor.createTensor(environment, new boolean[] {true})) {
        inputs.put(LayerGraph.IDS, idTensor);
        inputs.put(LayerGraph.COSINES, cosines);
        inputs.put(LayerGraph.SINES, sines);
        inputs.put(LayerGraph.LAST_POSITION, last);
        inputs.put(LayerGraph.TOTAL_TOKENS, total);
        inputs.put(LayerGraph.ALWAYS, always);
        run(session, inputs, outputs, start);
      }
    }

    private void head(int start, int end) throws OrtException {
      // Row i says what comes at i + 1.
      for (int at = Math.max(start, first - 1); at < end; at += sliceRows) {
        slice(start, at, Math.min(sliceRows, end - at));
      }
    }

    private void slice(int start, int at, int rows) throws OrtException {
      long[] targets = new long[rows];
      for (int i = 0; i < rows; i++) {
        targets[i] = ids[at + i + 1];
      }
      int width = configuration.hiddenSize();
      Map<String, OnnxTensor> inputs = new HashMap<>();
      try (OnnxTensor states = tensor(workspace.states(at - start, rows), rows, width);
          OnnxTensor predicted = tensor(workspace.predicted(at - start, rows), rows, width);
          OnnxTensor target =
              OnnxTensor.createTensor(
                  environment, LongBuffer.wrap(targets), new long[] {rows, 1})) {
        inputs.put(HeadGraph.STATES, states);
        inputs.put(HeadGraph.TARGETS, target);
        if (predicts) {
          inputs.put(HeadGraph.PREDICTED_STATES, predicted);
        }
        try (OrtSession.Result result = head.run(inputs)) {
          take(result, HeadGraph.LOG_PROBABILITIES, logProbabilities, at, 0);
          if (predicts) {
            // Row 0 has no state that was made one token earlier.
            int from = at == 0 ? 1 : 0;
            take(
                result, HeadGraph.PREDICTED_LOG_PROBABILITIES, predictedLogProbabilities, at, from);
            take(result, HeadGraph.AGREE, agrees, at, from);
            take(result, HeadGraph.SHARED_MASS, sharedMass, at, from);
          }
          Trace watcher = trace;
          if (watcher != null) {
            watcher.accept(
                HeadGraph.LOGITS, at, (OnnxTensor) result.get(HeadGraph.LOGITS).orElseThrow());
          }
        }
      }
    }

    private void take(OrtSession.Result result, String name, double[] into, int at, int from) {
      FloatBuffer values = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
      for (int i = from; i < values.limit(); i++) {
        into[at + i + 1] = values.get(i);
      }
    }

    private void run(
        OrtSession session,
        Map<String, OnnxTensor> inputs,
        Map<String, OnnxTensor> outputs,
        int firstRow)
        throws OrtException {
      Trace watcher = trace;
      if (watcher == null) {
        session.run(inputs, Set.of(), outputs).close();
        return;
      }
      Set<String> others = new HashSet<>(session.getOutputNames());
      others.removeAll(outputs.keySet());
      try (OrtSession.Result result = session.run(inputs, others, outputs)) {
        for (String name : others) {
          watcher.accept(name, firstRow, (OnnxTensor) result.get(name).orElseThrow());
        }
      }
    }

    private OnnxTensor tensor(FloatBuffer values, long... shape) throws OrtException {
      return OnnxTensor.createTensor(environment, values, shape);
    }

    private OnnxTensor number(int value) throws OrtException {
      return OnnxTensor.createTensor(
          environment, IntBuffer.wrap(new int[] {value}), new long[] {1});
    }
  }
}
