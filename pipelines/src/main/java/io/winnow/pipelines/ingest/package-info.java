/**
 * From input files to the shards of a corpus. Begin with {@link io.winnow.pipelines.ingest.Ingest}.
 */
@NullMarked
package io.winnow.pipelines.ingest;

import org.jspecify.annotations.NullMarked;
