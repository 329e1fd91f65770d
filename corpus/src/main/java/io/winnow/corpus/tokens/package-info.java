/** Encodes text to token ids and counts them. */
@NullMarked
package io.winnow.corpus.tokens;

import org.jspecify.annotations.NullMarked;
