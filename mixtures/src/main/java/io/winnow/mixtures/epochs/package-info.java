/** How often a kept document enters each component of a mixture. */
@NullMarked
package io.winnow.mixtures.epochs;

import org.jspecify.annotations.NullMarked;
