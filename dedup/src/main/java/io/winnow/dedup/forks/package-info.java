/**
 * Repositories most of whose files are those of another one: begin with {@link
 * io.winnow.dedup.forks.ForkClusters}.
 */
@NullMarked
package io.winnow.dedup.forks;

import org.jspecify.annotations.NullMarked;
