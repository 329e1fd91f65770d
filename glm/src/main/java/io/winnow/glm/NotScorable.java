package io.winnow.glm;

/** A document that cannot be scored, while others can; the message says why. */
public final class NotScorable extends RuntimeException {
  NotScorable(String message) {
    super(message);
  }
}
