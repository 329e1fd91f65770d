/** Parts of documents that occur in several places: lines, paragraphs, sentences, passages. */
@NullMarked
package io.winnow.dedup.repeats;

import org.jspecify.annotations.NullMarked;
