/**
 * A {@code glm4_moe} checkpoint: its files, and its forward pass as ONNX graphs. Begin with {@link
 * io.winnow.glm.model.Checkpoint} and {@link io.winnow.glm.model.ForwardPass}.
 */
@NullMarked
package io.winnow.glm.model;

import org.jspecify.annotations.NullMarked;
