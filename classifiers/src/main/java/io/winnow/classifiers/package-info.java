/**
 * Judgement by weights: languages, vectors of texts, and scores of what they say. Begin with {@link
 * io.winnow.classifiers.EmbedTexts} and {@link io.winnow.classifiers.Classify}.
 */
@NullMarked
package io.winnow.classifiers;

import org.jspecify.annotations.NullMarked;
