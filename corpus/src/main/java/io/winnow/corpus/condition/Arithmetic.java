package io.winnow.corpus.condition;

/** What is done with two numbers. Not a number is a missing one, and makes the result missing. */
enum Arithmetic {
  PLUS("+"),
  MINUS("-"),
  TIMES("*"),
  DIVIDED_BY("/");

  final String sign;

  Arithmetic(String sign) {
    this.sign = sign;
  }

  double apply(double a, double b) {
    return switch (this) {
      case PLUS -> a + b;
      case MINUS -> a - b;
      case TIMES -> a * b;
      case DIVIDED_BY -> b == 0 ? Double.NaN : a / b;
    };
  }
}
