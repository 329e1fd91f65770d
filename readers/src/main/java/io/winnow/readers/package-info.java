/**
 * From the paths of a source to documents: each kind of source has a reader, and containers are
 * opened in one place. Begin with {@link io.winnow.readers.Reading}.
 */
@NullMarked
package io.winnow.readers;

import org.jspecify.annotations.NullMarked;
