/**
 * Files, and files inside archives and compressions, as bytes with a name. Begin with {@link
 * io.winnow.readers.containers.Blob}, then {@link io.winnow.readers.containers.Containers}.
 */
@NullMarked
package io.winnow.readers.containers;

import org.jspecify.annotations.NullMarked;
