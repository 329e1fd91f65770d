/**
 * What a reader is told of a source, and where it leaves what became of each record. Begin with
 * {@link io.winnow.readers.source.Records}.
 */
@NullMarked
package io.winnow.readers.source;

import org.jspecify.annotations.NullMarked;
