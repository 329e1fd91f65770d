/** Reads books: EPUB, Project Gutenberg's plain texts and pages. Begin with {@link BookReader}. */
@NullMarked
package io.winnow.readers.book;

import org.jspecify.annotations.NullMarked;
