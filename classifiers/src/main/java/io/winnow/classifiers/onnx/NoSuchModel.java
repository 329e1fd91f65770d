package io.winnow.classifiers.onnx;

/** A recipe or command names a model that there is not; the message says which there are. */
public final class NoSuchModel extends RuntimeException {
  NoSuchModel(String message) {
    super(message);
  }
}
