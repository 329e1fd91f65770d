/**
 * Opens ONNX models and runs them, one document at a time. Begin with {@link
 * io.winnow.classifiers.onnx.EmbeddingModel} and {@link io.winnow.classifiers.onnx.ScoreModel}.
 */
@NullMarked
package io.winnow.classifiers.onnx;

import org.jspecify.annotations.NullMarked;
