/** Finds the article inside an HTML page. Begin with {@link MainText}. */
@NullMarked
package io.winnow.readers.html;

import org.jspecify.annotations.NullMarked;
