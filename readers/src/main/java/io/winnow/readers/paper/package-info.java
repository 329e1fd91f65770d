/** Reads papers in JATS, LaTeX and PDF, a reader each. Begin with {@link LatexPapers}. */
@NullMarked
package io.winnow.readers.paper;

import org.jspecify.annotations.NullMarked;
