package io.winnow.commands;

/** Something a user gave that cannot be; the message says what and what is allowed. */
final class UsageError extends RuntimeException {
  UsageError(String message) {
    super(message);
  }
}
