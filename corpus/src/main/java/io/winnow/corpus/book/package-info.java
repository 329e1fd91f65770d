/** Finds the text of books: Project Gutenberg's plain texts and pages, and EPUB. */
@NullMarked
package io.winnow.corpus.book;

import org.jspecify.annotations.NullMarked;
