/** The words of a text as comparing wants them, and rows of them. */
@NullMarked
package io.winnow.dedup.words;

import org.jspecify.annotations.NullMarked;
