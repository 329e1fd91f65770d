/** Says what is dropped, and for which first reason. */
@NullMarked
package io.winnow.quality.decision;

import org.jspecify.annotations.NullMarked;
