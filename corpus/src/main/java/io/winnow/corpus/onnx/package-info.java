/** ONNX Runtime, which several rooms run models on. */
@NullMarked
package io.winnow.corpus.onnx;

import org.jspecify.annotations.NullMarked;
