/**
 * Makes heads over embeddings from labelled texts, and static embeddings, and says how good they
 * are. Begin with {@link io.winnow.classifiers.training.HeadTraining} and {@link
 * io.winnow.classifiers.training.Distillation}.
 */
@NullMarked
package io.winnow.classifiers.training;

import org.jspecify.annotations.NullMarked;
