package io.winnow.classifiers.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.winnow.corpus.onnx.OnnxRuntime;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A head over embeddings: one vector to one score. Thread-safe; one session per model and JVM. */
public final class ScoreModel {
  private static final ConcurrentMap<String, ScoreModel> MODELS = new ConcurrentHashMap<>();

  private final OrtEnvironment environment = OnnxRuntime.environment();
  private final OrtSession session;
  private final int inputs;

  private ScoreModel(String name, byte[] onnx, int inputs) throws OrtException {
    this.inputs = inputs;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      this.session = environment.createSession(onnx, options);
    }
    NodeInfo embedding = session.getInputInfo().get("embedding");
    boolean fits =
        embedding != null
            && session.getOutputNames().contains("score")
            && embedding.getInfo() instanceof TensorInfo tensor
            && tensor.type == OnnxJavaType.FLOAT
            && tensor.getShape().length == 2
            && tensor.getShape()[1] == inputs;
    if (!fits) {
      session.close();
      throw new UnusableModel(
          String.format(
              Locale.ROOT,
              "the model %s does not take \"embedding\" of %d numbers and give \"score\"",
              name,
              inputs));
    }
  }

  /**
   * The model of some files, loaded once in this JVM.
   *
   * @throws UnusableModel if ONNX Runtime cannot read it, or it takes something else
   */
  public static ScoreModel of(ModelFiles files) {
    return MODELS.computeIfAbsent(
        files.digest() + files.inputs(),
        key -> {
          try {
            return new ScoreModel(files.name(), files.onnx(), files.inputs());
          } catch (OrtException e) {
            throw new UnusableModel(
                "the model " + files.name() + " cannot be loaded: " + e.getMessage());
          }
        });
  }

  /**
   * The score of a text.
   *
   * @param vector what {@link ModelFiles#input} makes of it
   * @return 0 to 1
   */
  public double score(float[] vector) {
    long[] shape = {1, inputs};
    try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(vector), shape);
        OrtSession.Result result = session.run(Map.of("embedding", input))) {
      return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
    } catch (OrtException e) {
      throw new IllegalStateException("a model of scores failed", e);
    }
  }
}
