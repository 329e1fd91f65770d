/**
 * How often a kept document enters each component of a mixture. Begin with {@link
 * io.winnow.mixtures.epochs.ChooseCopies}.
 */
@NullMarked
package io.winnow.mixtures.epochs;

import org.jspecify.annotations.NullMarked;
