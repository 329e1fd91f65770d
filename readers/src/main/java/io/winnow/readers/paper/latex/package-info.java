/**
 * Turns the LaTeX sources of a paper into the text that its reader would read. Begin with {@link
 * LatexText}.
 */
@NullMarked
package io.winnow.readers.paper.latex;

import org.jspecify.annotations.NullMarked;
