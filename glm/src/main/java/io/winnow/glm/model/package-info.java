/** A {@code glm4_moe} checkpoint: its files, and its forward pass as ONNX graphs. */
@NullMarked
package io.winnow.glm.model;

import org.jspecify.annotations.NullMarked;
