package io.winnow.corpus.files;

/** A file that the user named as a setting is not what it should be; the message says where. */
public final class WrongInput extends RuntimeException {
  public WrongInput(String message) {
    super(message);
  }
}
