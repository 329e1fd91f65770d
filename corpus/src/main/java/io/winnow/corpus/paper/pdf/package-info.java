/** Finds the text of papers in PDF. */
@NullMarked
package io.winnow.corpus.paper.pdf;

import org.jspecify.annotations.NullMarked;
