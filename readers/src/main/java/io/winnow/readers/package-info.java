/**
 * From the paths of a source to documents: each format has a reader, and containers are opened in
 * one place. Begin with {@link io.winnow.readers.Reading} and {@link io.winnow.readers.Format}.
 */
@NullMarked
package io.winnow.readers;

import org.jspecify.annotations.NullMarked;
