/**
 * The words of a text as comparing wants them, and rows of them. Begin with {@link
 * io.winnow.dedup.words.NormalizedWords}.
 */
@NullMarked
package io.winnow.dedup.words;

import org.jspecify.annotations.NullMarked;
