/**
 * Reads and writes shards and thin tables. Begin with {@link io.winnow.corpus.table.Table} and
 * {@link io.winnow.corpus.table.Column}; files are read by {@link
 * io.winnow.corpus.table.TableReader} and written by {@link io.winnow.corpus.table.TableWriter}.
 */
@NullMarked
package io.winnow.corpus.table;

import org.jspecify.annotations.NullMarked;
