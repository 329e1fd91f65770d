package io.winnow.corpus.read;

/** A path of a source leads to nothing that can be read; the message names both. */
public final class MissingInput extends RuntimeException {
  MissingInput(String message) {
    super(message);
  }
}
