/** Reads papers in JATS, LaTeX and PDF. Begin with {@link PaperReader}. */
@NullMarked
package io.winnow.readers.paper;

import org.jspecify.annotations.NullMarked;
