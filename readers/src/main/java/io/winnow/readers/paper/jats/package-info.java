/**
 * Finds the text of articles in JATS, the XML of scientific journals. Begin with {@link JatsText}.
 */
@NullMarked
package io.winnow.readers.paper.jats;

import org.jspecify.annotations.NullMarked;
