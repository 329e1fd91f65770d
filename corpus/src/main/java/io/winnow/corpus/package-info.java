/**
 * The nouns: what a document is, where it came from, and how chance and order are derived from it.
 * Begin with {@link io.winnow.corpus.Document}.
 */
@NullMarked
package io.winnow.corpus;

import org.jspecify.annotations.NullMarked;
