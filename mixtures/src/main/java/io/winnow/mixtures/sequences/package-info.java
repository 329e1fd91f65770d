/**
 * From units of text to sequences of tokens of one length: cut from a stream, or packed. Begin with
 * {@link io.winnow.mixtures.sequences.SequenceWriter}.
 */
@NullMarked
package io.winnow.mixtures.sequences;

import org.jspecify.annotations.NullMarked;
