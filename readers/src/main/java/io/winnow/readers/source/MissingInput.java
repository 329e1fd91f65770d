package io.winnow.readers.source;

/** A path of a source leads to nothing that can be read; the message names both. */
public final class MissingInput extends RuntimeException {
  public MissingInput(String message) {
    super(message);
  }
}
