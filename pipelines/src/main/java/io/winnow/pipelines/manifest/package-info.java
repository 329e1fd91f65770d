/**
 * The files at the top of a finished run. Begin with {@link io.winnow.pipelines.manifest.Manifest}:
 * where it stands, every file that it names is whole.
 */
@NullMarked
package io.winnow.pipelines.manifest;

import org.jspecify.annotations.NullMarked;
