package io.winnow.report.statistics;

/**
 * How much: exact sums over documents.
 *
 * @param documents number of documents
 * @param tokens their tokens in the recipe's tokenizer
 * @param textBytes their text in UTF-8 bytes
 */
public record Amount(long documents, long tokens, long textBytes) {
  public static final Amount NONE = new Amount(0, 0, 0);

  /**
   * The sum of both.
   *
   * @throws ArithmeticException if a sum does not fit 63 bits
   */
  public Amount plus(Amount other) {
    return new Amount(
        Math.addExact(documents, other.documents),
        Math.addExact(tokens, other.tokens),
        Math.addExact(textBytes, other.textBytes));
  }

  /** What is left when the other is taken away. */
  public Amount minus(Amount other) {
    return new Amount(
        Math.subtractExact(documents, other.documents),
        Math.subtractExact(tokens, other.tokens),
        Math.subtractExact(textBytes, other.textBytes));
  }

  public static Amount sum(Iterable<Amount> amounts) {
    Amount sum = NONE;
    for (Amount amount : amounts) {
      sum = sum.plus(amount);
    }
    return sum;
  }
}
