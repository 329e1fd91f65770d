/** Repositories most of whose files are those of another one. */
@NullMarked
package io.winnow.dedup.forks;

import org.jspecify.annotations.NullMarked;
