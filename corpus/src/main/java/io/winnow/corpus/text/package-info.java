/**
 * Describes text: its white space, its sentences, what is cut out of it, and how bytes become text.
 * Begin with {@link io.winnow.corpus.text.TextDecoding}.
 */
@NullMarked
package io.winnow.corpus.text;

import org.jspecify.annotations.NullMarked;
