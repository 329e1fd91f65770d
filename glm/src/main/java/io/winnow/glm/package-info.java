/**
 * The scorer: how likely a GLM finds a text, token by token. Begin with {@link
 * io.winnow.glm.GlmScorer}; the stages are {@link io.winnow.glm.ScoreDocuments} and {@link
 * io.winnow.glm.ScoreSequences}.
 */
@NullMarked
package io.winnow.glm;

import org.jspecify.annotations.NullMarked;
