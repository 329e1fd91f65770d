/**
 * ONNX Runtime, which several rooms run models on. {@link io.winnow.corpus.onnx.OnnxRuntime} starts
 * it.
 */
@NullMarked
package io.winnow.corpus.onnx;

import org.jspecify.annotations.NullMarked;
