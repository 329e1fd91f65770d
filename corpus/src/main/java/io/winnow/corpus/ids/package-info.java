/**
 * The ids of documents: the stage {@link io.winnow.corpus.ids.NumberIds} tells apart those that are
 * equal.
 */
@NullMarked
package io.winnow.corpus.ids;

import org.jspecify.annotations.NullMarked;
