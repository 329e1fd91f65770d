/**
 * Thin rows on their way between workers: begin with {@link io.winnow.corpus.shuffle.Exchange},
 * which packs rows into blocks, groups them by partition and unpacks them.
 */
@NullMarked
package io.winnow.corpus.shuffle;

import org.jspecify.annotations.NullMarked;
