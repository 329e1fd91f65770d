package io.winnow.glm;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a GLM says of a text, or of several together, as a row of numbers. */
final class LossRow {
  static final Column<Long> TOKENS =
      Column.number("tokens", "scored tokens; 0 of an empty text, or where the model fails");
  static final Column<Double> NLL_SUM = Column.real("nll_sum", "nats of all scored tokens");
  static final Column<Double> NLL_MEAN = Column.real("nll_mean", "nats a token");
  static final Column<Double> PERPLEXITY = Column.real("perplexity", "the exponential of nll_mean");
  static final Column<Double> BITS_PER_BYTE =
      Column.real("bits_per_byte", "bits a byte of the scored text");
  static final Column<Double> MTP_NLL_MEAN =
      Column.real("mtp_nll_mean", "nats a token, predicted one token ahead");
  static final Column<Double> MTP_GREEDY_ACCEPTANCE =
      Column.real("mtp_greedy_acceptance", "share of drafts that are kept");
  static final Column<Double> MTP_EXPECTED_ACCEPTANCE =
      Column.real("mtp_expected_acceptance", "chance that sampling keeps a draft");
  static final Column<int[]> POSITION_TOKENS =
      Column.numbers(
          "position_tokens",
          "scored tokens with 0, 1, 2-3, 4-7, ... tokens before them in the window");
  static final Column<double[]> POSITION_NLL = Column.reals("position_nll", "nats of these");

  /** Columns of {@link #values}. */
  static final Schema SCHEMA =
      Schema.of(
          TOKENS,
          NLL_SUM,
          NLL_MEAN,
          PERPLEXITY,
          BITS_PER_BYTE,
          MTP_NLL_MEAN,
          MTP_GREEDY_ACCEPTANCE,
          MTP_EXPECTED_ACCEPTANCE,
          POSITION_TOKENS,
          POSITION_NLL);

  private long tokens;
  private double nats;
  private long bytes;
  private long predicted;
  private double predictedNats;
  private double agreeing;
  private double sharedMass;
  private int[] positionTokens = new int[0];
  private double[] positionNats = new double[0];

  /**
   * Adds a text.
   *
   * @param position tokens before a token of the text in the window that scored it
   */
  void add(GlmScore score, IntUnaryOperator position) {
    double[] logProbabilities = score.logProbabilities();
    double sum = 0;
    for (int i = 0; i < logProbabilities.length; i++) {
      sum -= logProbabilities[i];
      int range = range(position.applyAsInt(i));
      if (range >= positionTokens.length) {
        positionTokens = Arrays.copyOf(positionTokens, range + 1);
        positionNats = Arrays.copyOf(positionNats, range + 1);
      }
      positionTokens[range]++;
      positionNats[range] -= logProbabilities[i];
    }
    tokens += logProbabilities.length;
    nats += sum;
    bytes += score.utf8Bytes();
    double ahead = 0;
    for (double value : score.predictedLogProbabilities()) {
      ahead -= value;
    }
    predicted += score.predictedLogProbabilities().length;
    predictedNats += ahead;
    agreeing += score.agreeing();
    sharedMass += score.sharedMass();
  }

  /** The number of a range of positions: 0, 1, 2 to 3, 4 to 7 and so on. */
  static int range(int position) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(position);
  }

  /** As a row of {@link #SCHEMA}. */
  @Nullable Object[] values() {
    double perplexity = Math.exp(nats / tokens);
    return new @Nullable Object[] {
      tokens,
      tokens == 0 ? null : (Double) nats,
      tokens == 0 ? null : (Double) (nats / tokens),
      Double.isFinite(perplexity) ? (Double) perplexity : null,
      tokens == 0 || bytes == 0 ? null : (Double) (nats / (Math.log(2) * bytes)),
      predicted == 0 ? null : (Double) (predictedNats / predicted),
      predicted == 0 ? null : (Double) (agreeing / predicted),
      predicted == 0 ? null : (Double) (sharedMass / predicted),
      positionTokens,
      positionNats
    };
  }
}
