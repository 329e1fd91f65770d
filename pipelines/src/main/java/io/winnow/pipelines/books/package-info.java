/**
 * The books of a run: every record is kept, dropped or a dead letter, and counted as data. Begin
 * with {@link io.winnow.pipelines.books.Ledger}.
 */
@NullMarked
package io.winnow.pipelines.books;

import org.jspecify.annotations.NullMarked;
