/** Finds documents that say the same in other words, by their embeddings. */
@NullMarked
package io.winnow.dedup.semantic;

import org.jspecify.annotations.NullMarked;
