/**
 * Encodes text to token ids and counts them. Begin with {@link
 * io.winnow.corpus.tokens.TokenCounter}.
 */
@NullMarked
package io.winnow.corpus.tokens;

import org.jspecify.annotations.NullMarked;
