package io.winnow.pipelines.manifest;

/** Records were lost or doubled on the way; the message names the source and the numbers. */
public final class BooksDoNotBalance extends RuntimeException {
  public BooksDoNotBalance(String message) {
    super(message);
  }
}
