/**
 * What code a result depends on: the classes that can be reached from where it is computed, the
 * resources they read and the libraries they name. Begin at {@link
 * io.winnow.pipelines.code.CodeDigest}.
 */
@NullMarked
package io.winnow.pipelines.code;

import org.jspecify.annotations.NullMarked;
