/** One reader per kind: from bytes to documents. */
@NullMarked
package io.winnow.corpus.read;

import org.jspecify.annotations.NullMarked;
