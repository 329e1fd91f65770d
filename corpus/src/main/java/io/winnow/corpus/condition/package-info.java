/**
 * Conditions over the rows of tables, as in rules and in {@code where}; begin at {@link
 * io.winnow.corpus.condition.Condition}.
 */
@NullMarked
package io.winnow.corpus.condition;

import org.jspecify.annotations.NullMarked;
