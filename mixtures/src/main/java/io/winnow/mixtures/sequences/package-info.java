/** From units of text to sequences of tokens of one length: cut from a stream, or packed. */
@NullMarked
package io.winnow.mixtures.sequences;

import org.jspecify.annotations.NullMarked;
