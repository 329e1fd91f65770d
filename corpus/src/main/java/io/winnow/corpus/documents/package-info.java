/**
 * The tables that hold what is known of documents and that several rooms read, as nouns: begin with
 * {@link io.winnow.corpus.documents.DocumentTable}.
 */
@NullMarked
package io.winnow.corpus.documents;

import org.jspecify.annotations.NullMarked;
