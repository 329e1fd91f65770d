package io.winnow.classifiers.onnx;

import static io.winnow.corpus.Require.require;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.winnow.corpus.Digest;
import io.winnow.corpus.onnx.OnnxRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A sentence-embedding model: the mean of the last layer's vectors over a document's first tokens,
 * scaled to length 1. In float32, where a vector does not depend on what else is embedded: one
 * document per call, one thread per call. Thread-safe; one session per model and JVM.
 */
public final class EmbeddingModel {
  /** The names of the models there are. */
  public static final List<String> NAMES = List.of("minilm");

  private static final ConcurrentMap<String, EmbeddingModel> MODELS = new ConcurrentHashMap<>();

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final TextTokenizer tokenizer;
  private final Asset asset;

  private EmbeddingModel(Asset asset) throws IOException, OrtException {
    this.asset = asset;
    this.tokenizer = TextTokenizer.of(read(asset.tokenizer(), asset.tokenizerDigest()));
    this.environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      this.session =
          environment.createSession(read(asset.weights(), asset.weightsDigest()), options);
    }
  }

  /**
   * What a model consists of.
   *
   * @param weights resource of the ONNX graph
   * @param tokenizer resource of its {@code tokenizer.json}
   * @param dimensions of a vector
   * @param maximumTokens that it has positions for
   */
  private record Asset(
      String weights,
      String weightsDigest,
      String tokenizer,
      String tokenizerDigest,
      int dimensions,
      int maximumTokens) {}

  private static Asset asset(String name) {
    require(NAMES.contains(name), "model must be one of %s, but was %s", NAMES, name);
    // sentence-transformers/all-MiniLM-L6-v2, Apache-2.0, exported to ONNX.
    return new Asset(
        "/all-minilm-l6-v2.onnx",
        "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e",
        "/all-minilm-l6-v2-tokenizer.json",
        "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0",
        384,
        512);
  }

  /**
   * The model of a name in this JVM.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static EmbeddingModel of(String name) {
    Asset asset = asset(name);
    return MODELS.computeIfAbsent(
        name,
        n -> {
          try {
            return new EmbeddingModel(asset);
          } catch (IOException e) {
            throw new UncheckedIOException("the model " + n + " cannot be read", e);
          } catch (OrtException e) {
            throw new IllegalStateException("the model " + n + " cannot be loaded", e);
          }
        });
  }

  /** What its vectors depend on: a digest of its weights and tokenizer. */
  public static String digest(String name) {
    Asset asset = asset(name);
    return new Digest().add(asset.weightsDigest()).add(asset.tokenizerDigest()).hex();
  }

  /** Length of a model's vectors. */
  public static int dimensions(String name) {
    return asset(name).dimensions();
  }

  private static byte[] read(String resource, String digest) throws IOException {
    try (InputStream stream = EmbeddingModel.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IOException(resource + " is missing from the build");
      }
      byte[] bytes = stream.readAllBytes();
      String found = new Digest().raw(bytes, 0, bytes.length).hex();
      if (!found.equals(digest)) {
        throw new IOException(resource + " is another file: its SHA-256 is " + found);
      }
      return bytes;
    }
  }

  /**
   * The vector of a text.
   *
   * @param maximumTokens looked at, the model's two marks among them: 2 to 512
   * @return of length 1; shape (dimensions)
   */
  public float[] embed(String text, int maximumTokens) {
    require(
        maximumTokens >= 2 && maximumTokens <= asset.maximumTokens(),
        "tokens must be 2 to %d, but was %d",
        asset.maximumTokens(),
        maximumTokens);
    return embed(tokenizer.ids(text, maximumTokens));
  }

  private float[] embed(long[] ids) {
    long[] shape = {1, ids.length};
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(environment, LongBuffer.allocate(ids.length), shape);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types),
                Set.of(session.getOutputInfo().keySet().iterator().next()))) {
      return mean(((OnnxTensor) result.get(0)).getFloatBuffer(), ids.length);
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model failed", e);
    }
  }

  /**
   * @param hidden (tokens, dimensions)
   */
  private float[] mean(FloatBuffer hidden, int tokens) {
    double[] sum = new double[asset.dimensions()];
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
