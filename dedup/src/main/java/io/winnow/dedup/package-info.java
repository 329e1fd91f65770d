/** Judgement by likeness: exact, MinHash. */
@NullMarked
package io.winnow.dedup;

import org.jspecify.annotations.NullMarked;
