package io.winnow.classifiers.onnx;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Digest;
import java.io.IOException;
import java.io.InputStream;

/**
 * The embedding models there are, and what each consists of. One more is a constant here and a word
 * of the settings {@code embed}.
 */
enum EmbeddingAsset {
  /** sentence-transformers/all-MiniLM-L6-v2, Apache-2.0, exported to ONNX. */
  MINILM(
      EmbeddingModel.TRANSFORMER,
      new Resource(
          "/all-minilm-l6-v2.onnx",
          "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e"),
      Resource.UNCASED,
      Pooling.MEAN,
      384,
      512),
  /** What classifiers/distil makes; card.md beside it says from what. */
  STATIC(
      EmbeddingModel.STATIC,
      new Resource(
          "/io/winnow/classifiers/models/static/model.onnx",
          "0f81efac8fc3237e68376dc9c06559b2b2e39b951ade3746ead4a3545dc251b2"),
      Resource.UNCASED,
      Pooling.IN_GRAPH,
      256,
      512);

  /**
   * A file of the build.
   *
   * @param digest its SHA-256
   */
  record Resource(String path, String digest) {
    /**
     * A {@code tokenizer.json} of BERT's WordPiece: of English Wikipedia and books, in lower case
     * and without accents.
     */
    static final Resource UNCASED =
        new Resource(
            "/all-minilm-l6-v2-tokenizer.json",
            "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0");

    byte[] read() throws IOException {
      try (InputStream stream = EmbeddingAsset.class.getResourceAsStream(path)) {
        if (stream == null) {
          throw new IOException(path + " is missing from the build");
        }
        byte[] bytes = stream.readAllBytes();
        String found = new Digest().raw(bytes, 0, bytes.length).hex();
        if (!found.equals(digest)) {
          throw new IOException(path + " is another file: its SHA-256 is " + found);
        }
        return bytes;
      }
    }
  }

  /** How one vector is made of a text's tokens. */
  enum Pooling {
    /** The mean of the vectors that the graph gives for the tokens. */
    MEAN,
    /** The graph gives one vector. */
    IN_GRAPH
  }

  final String word;
  final Resource weights;
  final Resource tokenizer;
  final Pooling pooling;
  final int dimensions;
  final int maximumTokens;

  /**
   * @param word of recipes
   * @param weights the ONNX graph
   * @param tokenizer that cuts texts into tokens
   * @param dimensions of a vector
   * @param maximumTokens that it can look at
   */
  EmbeddingAsset(
      String word,
      Resource weights,
      Resource tokenizer,
      Pooling pooling,
      int dimensions,
      int maximumTokens) {
    this.word = word;
    this.weights = weights;
    this.tokenizer = tokenizer;
    this.pooling = pooling;
    this.dimensions = dimensions;
    this.maximumTokens = maximumTokens;
  }

  /**
   * The model of a name.
   *
   * @throws IllegalArgumentException naming the models there are, if it is none of them
   */
  static EmbeddingAsset of(String name) {
    require(
        EmbeddingModel.NAMES.contains(name),
        "model must be one of %s, but was %s",
        EmbeddingModel.NAMES,
        name);
    return values()[EmbeddingModel.NAMES.indexOf(name)];
  }
}
