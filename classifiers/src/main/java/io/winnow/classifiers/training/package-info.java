/** Makes heads over embeddings from labelled texts, and says how good they are. */
@NullMarked
package io.winnow.classifiers.training;

import org.jspecify.annotations.NullMarked;
