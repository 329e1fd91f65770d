package io.winnow.glm;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How likely the model finds a sequence; natural logarithms. What does not exist is absent: a
 * sequence without scored tokens has no score, and one without a layer that predicts a second token
 * nothing of that.
 *
 * @param logProbabilities of the scored tokens, in order
 * @param predictedLogProbabilities of the scored tokens that the layer which predicts a second
 *     token has something to say about, in order: all but those before the third of a sequence
 * @param agreeing how many of these both find likeliest the same token
 * @param sharedMass sum over these of the mass that both distributions share
 * @param utf8Bytes of the scored text; -1 if there was no text but ids
 */
public record GlmScore(
    double[] logProbabilities,
    double[] predictedLogProbabilities,
    double agreeing,
    double sharedMass,
    long utf8Bytes) {

  /** Scored tokens. */
  public int tokens() {
    return logProbabilities.length;
  }

  /** The negative log-likelihood of all scored tokens, in nats. */
  public OptionalDouble nllSum() {
    return tokens() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(negativeSum(logProbabilities));
  }

  /** Nats per scored token. */
  public OptionalDouble nllMean() {
    return tokens() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(negativeSum(logProbabilities) / tokens());
  }

  /** The exponential of {@link #nllMean}; absent too where that is more than a double holds. */
  public OptionalDouble perplexity() {
    double value = Math.exp(nllMean().orElse(Double.NaN));
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Bits per byte of text: comparable between tokenizers. */
  public OptionalDouble bitsPerByte() {
    return utf8Bytes <= 0 || tokens() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(negativeSum(logProbabilities) / (Math.log(2) * utf8Bytes));
  }

  /** Nats per token of the layer that predicts a second token. */
  public OptionalDouble predictedNllMean() {
    return predicted(negativeSum(predictedLogProbabilities));
  }

  /** Share of tokens whose draft speculative decoding keeps when it always takes the likeliest. */
  public OptionalDouble greedyAcceptance() {
    return predicted(agreeing);
  }

  /** The probability that speculative sampling keeps a draft token. */
  public OptionalDouble expectedAcceptance() {
    return predicted(sharedMass);
  }

  private OptionalDouble predicted(double sum) {
    int count = predictedLogProbabilities.length;
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
  }

  private static double negativeSum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum -= value;
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GlmScore score
        && Arrays.equals(logProbabilities, score.logProbabilities)
        && Arrays.equals(predictedLogProbabilities, score.predictedLogProbabilities)
        && agreeing == score.agreeing
        && sharedMass == score.sharedMass
        && utf8Bytes == score.utf8Bytes;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(logProbabilities);
  }

  @Override
  public String toString() {
    return "GlmScore[tokens=" + tokens() + ", nllSum=" + nllSum() + "]";
  }
}
