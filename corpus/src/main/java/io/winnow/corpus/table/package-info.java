/** Reads and writes shards and thin tables, and evaluates conditions over their rows. */
@NullMarked
package io.winnow.corpus.table;

import org.jspecify.annotations.NullMarked;
