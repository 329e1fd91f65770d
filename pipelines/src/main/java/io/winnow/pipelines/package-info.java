/** Recipe to stages: joins doors together, keeps manifests, holds no algorithm. */
@NullMarked
package io.winnow.pipelines;

import org.jspecify.annotations.NullMarked;
