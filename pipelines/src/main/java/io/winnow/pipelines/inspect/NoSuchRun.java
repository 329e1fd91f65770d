package io.winnow.pipelines.inspect;

/** There is no finished run, table, document or cluster of that name; the message says which. */
public final class NoSuchRun extends RuntimeException {
  NoSuchRun(String message) {
    super(message);
  }
}
