/**
 * Documents whose texts are nearly the same. Begin with {@link io.winnow.dedup.minhash.SignTexts};
 * then {@link io.winnow.dedup.minhash.FindPairs}, {@link io.winnow.dedup.minhash.FindComponents}
 * and, after the decision, {@link io.winnow.dedup.minhash.FindSurvivors}.
 */
@NullMarked
package io.winnow.dedup.minhash;

import org.jspecify.annotations.NullMarked;
