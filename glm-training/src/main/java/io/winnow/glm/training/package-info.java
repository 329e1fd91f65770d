/**
 * Trains small models of the GLM-4.5 architecture on CPU, with libtorch's automatic
 * differentiation, from a tokenizer of its own to a checkpoint in the Hugging Face layout. Begin
 * with {@link io.winnow.glm.training.TrainGlm}.
 */
@NullMarked
package io.winnow.glm.training;

import org.jspecify.annotations.NullMarked;
