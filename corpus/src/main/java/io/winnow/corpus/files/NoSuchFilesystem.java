package io.winnow.corpus.files;

/** A path lies on a filesystem that this program does not know; the message says which it knows. */
public final class NoSuchFilesystem extends RuntimeException {
  NoSuchFilesystem(String message) {
    super(message);
  }
}
