/** Finds the text of articles in JATS, the XML of scientific journals. */
@NullMarked
package io.winnow.corpus.paper.jats;

import org.jspecify.annotations.NullMarked;
