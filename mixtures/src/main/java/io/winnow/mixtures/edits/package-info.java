/**
 * What is cut out of documents before they enter a mixture: {@link
 * io.winnow.mixtures.edits.UniteEdits} makes one list of what stages want cut.
 */
@NullMarked
package io.winnow.mixtures.edits;

import org.jspecify.annotations.NullMarked;
