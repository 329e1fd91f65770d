package io.winnow.glm.model;

/**
 * How many floating-point operations a sequence takes, to compare speeds by: 2 for every parameter
 * of the matrices that work on a token, and 4 x heads x head size for every token that it attends
 * to, in every layer.
 *
 * <p>Matrices are q, k, v and o; the dense MLP, or the router, the shared and the chosen experts;
 * and the head, on every row. Embedding, norms, softmax and RoPE count nothing. Attention is causal
 * and so counted: a token attends to itself and those before it, (tokens + 1) / 2 on average; what
 * an implementation computes beyond and masks counts nothing. A layer that predicts a second token
 * is counted with its head in the same way.
 *
 * @param configuration sizes
 * @param predicts whether a second token is predicted
 */
public record GlmWork(GlmConfiguration configuration, boolean predicts) {
  /** Parameters of the matrices that work on one token. */
  public long activeParameters() {
    long hidden = configuration.hiddenSize();
    long attention =
        hidden
            * configuration.headDimension()
            * (2L * configuration.heads() + 2L * configuration.keyValueHeads());
    long mixture =
        hidden * configuration.experts()
            + 3
                * hidden
                * configuration.expertWidth()
                * (configuration.expertsPerToken() + configuration.sharedExperts());
    long mixtures = configuration.layers() - configuration.denseLayers();
    long head = hidden * configuration.vocabularySize();
    long active =
        configuration.layers() * attention
            + configuration.denseLayers() * 3L * hidden * configuration.denseWidth()
            + mixtures * mixture
            + head;
    return predicts ? active + 2 * hidden * hidden + attention + mixture + head : active;
  }

  /** Operations for a sequence of some tokens, all of them scored. */
  public double operations(int tokens) {
    int layers = configuration.layers() + (predicts ? 1 : 0);
    double attention =
        4.0 * configuration.heads() * configuration.headDimension() * (tokens + 1) / 2 * layers;
    return tokens * (2.0 * activeParameters() + attention);
  }
}
