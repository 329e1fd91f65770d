package io.winnow.pipelines;

/** More was dropped than the recipe's guards allow; the message names all of it, with examples. */
public final class GuardStopped extends RuntimeException {
  GuardStopped(String message) {
    super(message);
  }
}
