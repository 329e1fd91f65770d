/**
 * Says what is dropped, and for which first reason. Begin with {@link
 * io.winnow.quality.decision.Decide}, for what it follows with {@link
 * io.winnow.quality.decision.Policy}.
 */
@NullMarked
package io.winnow.quality.decision;

import org.jspecify.annotations.NullMarked;
