package io.winnow.commands;

/** What scripts may rely on. */
final class ExitCode {
  static final int DONE = 0;
  static final int INTERNAL_ERROR = 1;
  static final int WRONG_USAGE = 2;
  static final int DEAD_LETTERS = 3;
  static final int REFUSED = 4;
  static final int GUARD_STOPPED = 5;
  static final int UNBALANCED = 6;

  private ExitCode() {}
}
