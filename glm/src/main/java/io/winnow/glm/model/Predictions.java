package io.winnow.glm.model;

/**
 * What the model says of a sequence, token by token. Index i is about the token at position i; NaN
 * where nothing was asked or nothing can be said.
 *
 * @param logProbabilities of the tokens, natural logarithm; position 0 has none
 * @param predictedLogProbabilities of the layer that predicts a second token; from position 2
 * @param agrees 1 where the likeliest token of both is the same, else 0; from position 2
 * @param sharedMass sum over all tokens of the smaller of both probabilities; from position 2
 */
public record Predictions(
    double[] logProbabilities,
    double[] predictedLogProbabilities,
    double[] agrees,
    double[] sharedMass) {}
