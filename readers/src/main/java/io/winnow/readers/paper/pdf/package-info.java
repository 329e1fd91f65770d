/** Finds the text of papers in PDF. Begin with {@link PdfText}. */
@NullMarked
package io.winnow.readers.paper.pdf;

import org.jspecify.annotations.NullMarked;
