package io.winnow.pipelines.run;

/** A run that must not go on as things stand; the message says why and what to do. */
public final class Refused extends RuntimeException {
  public Refused(String message) {
    super(message);
  }
}
