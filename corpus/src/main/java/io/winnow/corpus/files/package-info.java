/**
 * Opens files on any of Beam's filesystems, decompressed, and reads them line by line. Begin with
 * {@link Bytes}; for settings that are JSON Lines with {@link JsonLines}.
 */
@NullMarked
package io.winnow.corpus.files;

import org.jspecify.annotations.NullMarked;
