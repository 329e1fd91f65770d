/**
 * Looks into a finished run: rows of its tables, the story of a document, its clusters. Begin with
 * {@link io.winnow.pipelines.inspect.RunFolder}.
 */
@NullMarked
package io.winnow.pipelines.inspect;

import org.jspecify.annotations.NullMarked;
