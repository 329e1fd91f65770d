package io.winnow.classifiers.onnx;

import static io.winnow.corpus.Require.require;

/**
 * The embedding models there are, and what each consists of. One more is a constant here and a word
 * of the settings {@code embed}.
 */
enum EmbeddingAsset {
  /** sentence-transformers/all-MiniLM-L6-v2, Apache-2.0, exported to ONNX. */
  MINILM(
      EmbeddingModel.TRANSFORMER,
      "/all-minilm-l6-v2.onnx",
      "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e",
      Tokenizer.UNCASED,
      Pooling.MEAN,
      384,
      512),
  /** What classifiers/distil makes; card.md beside it says from what. */
  STATIC(
      EmbeddingModel.STATIC,
      "/io/winnow/classifiers/models/static/model.onnx",
      "0f81efac8fc3237e68376dc9c06559b2b2e39b951ade3746ead4a3545dc251b2",
      Tokenizer.UNCASED,
      Pooling.IN_GRAPH,
      256,
      512);

  /**
   * The resources that cut texts into tokens: each a {@code tokenizer.json} of BERT's WordPiece.
   */
  enum Tokenizer {
    /** Of English Wikipedia and books, in lower case and without accents. */
    UNCASED(
        "/all-minilm-l6-v2-tokenizer.json",
        "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0");

    private final String resource;
    private final String digest;

    Tokenizer(String resource, String digest) {
      this.resource = resource;
      this.digest = digest;
    }
  }

  /** How one vector is made of a text's tokens. */
  enum Pooling {
    /** The mean of the vectors that the graph gives for the tokens. */
    MEAN,
    /** The graph gives one vector. */
    IN_GRAPH
  }

  private final String word;
  private final String weights;
  private final String weightsDigest;
  private final Tokenizer tokenizer;
  private final Pooling pooling;
  private final int dimensions;
  private final int maximumTokens;

  /**
   * @param word of recipes
   * @param weights resource of the ONNX graph
   * @param weightsDigest its SHA-256
   * @param dimensions of a vector
   * @param maximumTokens that it can look at
   */
  EmbeddingAsset(
      String word,
      String weights,
      String weightsDigest,
      Tokenizer tokenizer,
      Pooling pooling,
      int dimensions,
      int maximumTokens) {
    this.word = word;
    this.weights = weights;
    this.weightsDigest = weightsDigest;
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

  String word() {
    return word;
  }

  String weights() {
    return weights;
  }

  String weightsDigest() {
    return weightsDigest;
  }

  /** Resource of its tokenizer. */
  String tokenizer() {
    return tokenizer.resource;
  }

  /** SHA-256 of the tokenizer. */
  String tokenizerDigest() {
    return tokenizer.digest;
  }

  boolean pooled() {
    return pooling == Pooling.IN_GRAPH;
  }

  int dimensions() {
    return dimensions;
  }

  int maximumTokens() {
    return maximumTokens;
  }
}
