package io.winnow.pipelines.run;

/** More was dropped than the recipe's guards allow; the message names all of it, with examples. */
public final class GuardStopped extends RuntimeException {
  public GuardStopped(String message) {
    super(message);
  }
}
