/**
 * Finds what documents share with benchmarks: begin with {@link
 * io.winnow.dedup.contamination.FindContamination}.
 */
@NullMarked
package io.winnow.dedup.contamination;

import org.jspecify.annotations.NullMarked;
