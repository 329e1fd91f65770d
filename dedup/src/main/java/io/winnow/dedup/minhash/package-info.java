/** Documents whose texts are nearly the same: MinHash, banding, connected components. */
@NullMarked
package io.winnow.dedup.minhash;

import org.jspecify.annotations.NullMarked;
