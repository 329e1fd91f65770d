/** Judgement by rule: signals and decisions. */
@NullMarked
package io.winnow.quality;

import org.jspecify.annotations.NullMarked;
