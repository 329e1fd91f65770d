/** Opens ONNX models and runs them, one document at a time. */
@NullMarked
package io.winnow.classifiers.onnx;

import org.jspecify.annotations.NullMarked;
