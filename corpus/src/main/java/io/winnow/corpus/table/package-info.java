/** Reads and writes shards and thin tables. */
@NullMarked
package io.winnow.corpus.table;

import org.jspecify.annotations.NullMarked;
