/**
 * Documents with the same text or the same address: begin with {@link
 * io.winnow.dedup.exact.ExactCopies}.
 */
@NullMarked
package io.winnow.dedup.exact;

import org.jspecify.annotations.NullMarked;
