/**
 * What enters a mixture is written in an order by chance. Begin with {@link
 * io.winnow.mixtures.MixTexts}, for what a recipe says of one with {@link
 * io.winnow.mixtures.MixtureSettings}.
 */
@NullMarked
package io.winnow.mixtures;

import org.jspecify.annotations.NullMarked;
