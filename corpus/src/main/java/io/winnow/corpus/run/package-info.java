/**
 * A finished run as rooms see it that read its tables; {@link io.winnow.corpus.run.RunTables} is
 * all there is.
 */
@NullMarked
package io.winnow.corpus.run;

import org.jspecify.annotations.NullMarked;
