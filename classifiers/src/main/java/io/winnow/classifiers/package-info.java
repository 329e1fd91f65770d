/** Judgement by weights: language. */
@NullMarked
package io.winnow.classifiers;

import org.jspecify.annotations.NullMarked;
