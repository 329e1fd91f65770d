/** A finished run as rooms see it that read its tables; {@code RunTables} is all there is. */
@NullMarked
package io.winnow.corpus.run;

import org.jspecify.annotations.NullMarked;
