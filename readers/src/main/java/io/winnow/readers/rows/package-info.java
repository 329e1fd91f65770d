/**
 * Reads files of lines or rows with named fields, for every kind. Begin with {@link
 * io.winnow.readers.rows.MappedFields}, which makes documents of them.
 */
@NullMarked
package io.winnow.readers.rows;

import org.jspecify.annotations.NullMarked;
