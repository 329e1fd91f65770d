package io.winnow.classifiers.onnx;

/** A model fails its checks: its files do not fit each other, or what it was trained on. */
public final class UnusableModel extends RuntimeException {
  UnusableModel(String message) {
    super(message);
  }
}
