package io.winnow.classifiers.onnx;

import static io.winnow.corpus.Require.require;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.winnow.corpus.Digest;
import io.winnow.corpus.onnx.OnnxRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A model that takes the first tokens of a text to a vector of length 1. A transformer's is the
 * mean of the last layer's vectors over the tokens; a static one's the weighted sum of one vector
 * for each token, whatever stands beside it. In float32, where a vector does not depend on what
 * else is embedded: one document per call, one thread per call. Thread-safe; one session per model
 * and JVM.
 */
public final class EmbeddingModel {
  /** The transformer: all-MiniLM-L6-v2. */
  public static final String TRANSFORMER = "minilm";

  /** The static model that is distilled from it. */
  public static final String STATIC = "static";

  /** The names of the models there are. */
  public static final List<String> NAMES =
      Arrays.stream(EmbeddingAsset.values()).map(asset -> asset.word).toList();

  private static final ConcurrentMap<String, EmbeddingModel> MODELS = new ConcurrentHashMap<>();

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final WordPiece tokenizer;
  private final boolean pooled;
  private final int dimensions;
  private final int maximumTokens;

  private EmbeddingModel(byte[] weights, EmbeddingAsset asset, int dimensions)
      throws IOException, OrtException {
    this.tokenizer = WordPiece.of(asset.tokenizer.read());
    this.pooled = asset.pooling == EmbeddingAsset.Pooling.IN_GRAPH;
    this.dimensions = dimensions;
    this.maximumTokens = asset.maximumTokens;
    this.environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      this.session = environment.createSession(weights, options);
    }
  }

  /**
   * The model of a name in this JVM.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static EmbeddingModel of(String name) {
    EmbeddingAsset asset = EmbeddingAsset.of(name);
    return MODELS.computeIfAbsent(
        name,
        n -> {
          try {
            return new EmbeddingModel(asset.weights.read(), asset, asset.dimensions);
          } catch (IOException e) {
            throw new UncheckedIOException("the model " + n + " cannot be read", e);
          } catch (OrtException e) {
            throw new IllegalStateException("the model " + n + " cannot be loaded", e);
          }
        });
  }

  /**
   * A static model that is not one of Winnow's, such as one that was made just now.
   *
   * @param onnx takes {@code input_ids} (texts, tokens) of the transformer's tokenizer to {@code
   *     embedding} (texts, dimensions)
   */
  public static EmbeddingModel ofStatic(byte[] onnx, int dimensions) {
    try {
      return new EmbeddingModel(onnx, EmbeddingAsset.STATIC, dimensions);
    } catch (IOException e) {
      throw new UncheckedIOException("the tokenizer cannot be read", e);
    } catch (OrtException e) {
      throw new IllegalStateException("the model cannot be loaded", e);
    }
  }

  /** What its vectors depend on: a digest of its weights and tokenizer. */
  public static String digest(String name) {
    EmbeddingAsset asset = EmbeddingAsset.of(name);
    return new Digest().add(asset.weights.digest()).add(asset.tokenizer.digest()).hex();
  }

  /** Length of a model's vectors. */
  public static int dimensions(String name) {
    return EmbeddingAsset.of(name).dimensions;
  }

  /**
   * The vector of a text, whatever it consists of.
   *
   * @param maximumTokens looked at, the model's two marks among them: 2 to 512
   * @return of length 1; shape (dimensions)
   */
  public float[] embed(String text, int maximumTokens) {
    return embed(ids(text, maximumTokens));
  }

  /**
   * The ids of the first tokens of a text, the model's two marks among them.
   *
   * @param maximum of ids: 2 to 512
   */
  public long[] ids(String text, int maximum) {
    require(
        maximum >= 2 && maximum <= maximumTokens,
        "tokens must be 2 to %d, but was %d",
        maximumTokens,
        maximum);
    return tokenizer.ids(text, maximum);
  }

  /**
   * The vector of a text, null where the vocabulary lacks most of it: such a vector would say
   * little more than that it does, and texts in any alphabet that is not there would be alike.
   *
   * @param maximumTokens looked at, the model's two marks among them: 2 to 512
   * @return of length 1; null where more than half of the tokens between the marks are unknown
   */
  public float @Nullable [] vector(String text, int maximumTokens) {
    long[] ids = ids(text, maximumTokens);
    int unknown = 0;
    for (long id : ids) {
      unknown += id == tokenizer.unknown() ? 1 : 0;
    }
    return 2 * unknown > ids.length - 2 ? null : embed(ids);
  }

  /** How many ids the tokenizer knows; the least is 0. */
  public int vocabulary() {
    return tokenizer.size();
  }

  /** The vector of a text of which the ids are known, as {@link #ids} gives them. */
  public float[] embed(long[] ids) {
    long[] shape = {1, ids.length};
    try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape)) {
      return pooled ? sum(input) : mean(input, ids.length);
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model failed", e);
    }
  }

  private float[] sum(OnnxTensor ids) throws OrtException {
    try (OrtSession.Result result = session.run(Map.of("input_ids", ids))) {
      float[] vector = new float[dimensions];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(vector);
      return vector;
    }
  }

  private float[] mean(OnnxTensor ids, int tokens) throws OrtException {
    long[] shape = {1, tokens};
    long[] ones = new long[tokens];
    Arrays.fill(ones, 1);
    try (OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(environment, LongBuffer.allocate(tokens), shape);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types),
                Set.of(session.getOutputInfo().keySet().iterator().next()))) {
      return mean(((OnnxTensor) result.get(0)).getFloatBuffer(), tokens);
    }
  }

  /**
   * @param hidden (tokens, dimensions)
   */
  private float[] mean(FloatBuffer hidden, int tokens) {
    double[] sum = new double[dimensions];
    for (int token = 0; token < tokens; token++) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += hidden.get(token * sum.length + i);
      }
    }
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    double length = Math.sqrt(squares);
    float[] vector = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      vector[i] = (float) (sum[i] / length);
    }
    return vector;
  }
}
