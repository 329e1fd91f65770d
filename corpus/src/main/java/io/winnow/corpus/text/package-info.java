/** Describes text: its characters, words, lines, sentences, normal forms. */
@NullMarked
package io.winnow.corpus.text;

import org.jspecify.annotations.NullMarked;
