/** Documents with the same text or the same address. */
@NullMarked
package io.winnow.dedup.exact;

import org.jspecify.annotations.NullMarked;
