/** The scorer: how likely a GLM finds a text, token by token. */
@NullMarked
package io.winnow.glm;

import org.jspecify.annotations.NullMarked;
