/** Components, epochs, order: what enters a mixture and how often. */
@NullMarked
package io.winnow.mixtures;

import org.jspecify.annotations.NullMarked;
