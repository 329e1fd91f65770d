/**
 * Judgement by likeness: equal texts, forks, near copies, texts that say the same, repeated parts,
 * benchmarks. Begin with {@link io.winnow.dedup.exact.ExactCopies}, the simplest.
 */
@NullMarked
package io.winnow.dedup;

import org.jspecify.annotations.NullMarked;
