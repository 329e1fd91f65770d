/**
 * What is known of a text's shingles: words, hashes of several in a row, signatures that meet in
 * bands, sketches that are compared. Begin with {@link io.winnow.dedup.sketch.Signatures}.
 */
@NullMarked
package io.winnow.dedup.sketch;

import org.jspecify.annotations.NullMarked;
