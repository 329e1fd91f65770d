package io.winnow.corpus.condition;

/** What a comparison does. A sign stands before those that it begins with. */
enum Operator {
  EQUAL("="),
  NOT_EQUAL("!="),
  AT_MOST("<="),
  LESS("<"),
  AT_LEAST(">="),
  MORE(">");

  final String sign;

  Operator(String sign) {
    this.sign = sign;
  }

  boolean isOrder() {
    return this != EQUAL && this != NOT_EQUAL;
  }

  /** Whether {@code a operator b} holds, where {@code order} is that of a and b. */
  boolean holds(int order) {
    return switch (this) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case MORE -> order > 0;
      case AT_LEAST -> order >= 0;
    };
  }
}
