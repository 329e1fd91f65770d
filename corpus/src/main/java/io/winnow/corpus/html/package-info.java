/** Finds the article inside an HTML page. */
@NullMarked
package io.winnow.corpus.html;

import org.jspecify.annotations.NullMarked;
