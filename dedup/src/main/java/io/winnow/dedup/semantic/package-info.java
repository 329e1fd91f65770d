/**
 * Finds documents that say the same in other words, by their embeddings: begin with {@link
 * io.winnow.dedup.semantic.FindSemanticCopies}. The stages before it say who is compared with whom.
 */
@NullMarked
package io.winnow.dedup.semantic;

import org.jspecify.annotations.NullMarked;
