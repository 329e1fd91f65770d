package io.winnow.corpus.condition;

/** A condition that cannot be understood, or that does not fit the columns it is used on. */
public final class ConditionException extends RuntimeException {
  private final int column;

  ConditionException(int column, String message) {
    super(message);
    this.column = column;
  }

  /** Where in the condition the fault lies, counted from 1. */
  public int column() {
    return column;
  }
}
