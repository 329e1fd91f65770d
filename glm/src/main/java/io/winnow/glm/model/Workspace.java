package io.winnow.glm.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.winnow.corpus.onnx.OnnxRuntime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The buffers of one sequence at a time, outside the heap, where ONNX Runtime reads and writes. */
final class Workspace implements AutoCloseable {
  /** Buffers grow by this many tokens. */
  private static final int STEP = 512;

  private final int capacity;
  private final int hidden;
  private final int half;
  private final Map<String, OnnxTensor> caches = new HashMap<>();
  private final FloatBuffer states; // (piece, hidden)
  private final FloatBuffer predicted; // (1 + piece, hidden): row 0 is the last of the piece before
  private final FloatBuffer cosines; // (capacity, half)
  private final FloatBuffer sines; // (capacity, half)

  Workspace(GlmConfiguration configuration, boolean predicts, int tokens) {
    this.capacity = Math.toIntExact((tokens + STEP - 1L) / STEP * STEP);
    this.hidden = configuration.hiddenSize();
    this.half = configuration.rotaryWidth() / 2;
    int piece = Math.min(capacity, ForwardPass.PIECE_TOKENS);
    this.states = floats((long) piece * hidden);
    this.predicted = floats((1L + piece) * hidden);
    this.cosines = floats((long) capacity * half);
    this.sines = floats((long) capacity * half);
    for (int position = 0; position < capacity; position++) {
      for (int j = 0; j < half; j++) {
        double angle =
            position * Math.pow(configuration.ropeTheta(), -2.0 * j / configuration.rotaryWidth());
        cosines.put(position * half + j, (float) Math.cos(angle));
        sines.put(position * half + j, (float) Math.sin(angle));
      }
    }
    int layers = configuration.layers() + (predicts ? 1 : 0);
    int head = LayerGraph.paddedHead(configuration);
    long[] shape = {1, configuration.keyValueHeads(), capacity, head};
    try {
      for (int layer = 0; layer < layers; layer++) {
        for (String name : new String[] {LayerGraph.key(layer), LayerGraph.value(layer)}) {
          FloatBuffer values = floats((long) configuration.keyValueHeads() * capacity * head);
          caches.put(name, OnnxTensor.createTensor(OnnxRuntime.environment(), values, shape));
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the buffers of keys and values cannot be made", e);
    }
  }

  private static FloatBuffer floats(long count) {
    return ByteBuffer.allocateDirect(Math.toIntExact(count * Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** Tokens that there is room for. */
  int capacity() {
    return capacity;
  }

  /** The keys or values of a layer so far; shape (1, key-value heads, capacity, padded head). */
  OnnxTensor cache(String name) {
    return Objects.requireNonNull(caches.get(name), name);
  }

  FloatBuffer cosines(int position, int count) {
    return cosines.slice(position * half, count * half);
  }

  FloatBuffer sines(int position, int count) {
    return sines.slice(position * half, count * half);
  }

  /** Rows of the main layers' states of this piece. */
  FloatBuffer states(int row, int count) {
    return states.slice(row * hidden, count * hidden);
  }

  /** Rows of the predicting layer's states, one row later than those of the piece. */
  FloatBuffer predicted(int row, int count) {
    return predicted.slice(row * hidden, count * hidden);
  }

  /** Keeps the last row of a piece of some tokens for the next piece. */
  void carryPredicted(int tokens) {
    predicted.put(0, predicted, tokens * hidden, hidden);
  }

  @Override
  public void close() {
    caches.values().forEach(OnnxTensor::close);
  }
}
