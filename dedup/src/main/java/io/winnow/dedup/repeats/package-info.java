/**
 * Finds parts of documents that occur elsewhere, and says which copies are cut out: begin with
 * {@link io.winnow.dedup.repeats.FindRepeats} and {@link io.winnow.dedup.repeats.CutRepeats}.
 */
@NullMarked
package io.winnow.dedup.repeats;

import org.jspecify.annotations.NullMarked;
