/** Finds documents that repeat the items of benchmarks. */
@NullMarked
package io.winnow.dedup.contamination;

import org.jspecify.annotations.NullMarked;
