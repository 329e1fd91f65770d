/** Turns the LaTeX sources of a paper into the text that its reader would read. */
@NullMarked
package io.winnow.corpus.paper.latex;

import org.jspecify.annotations.NullMarked;
