/**
 * Takes a recipe through its plan in one folder. Begin with {@link
 * io.winnow.pipelines.run.Curation}.
 */
@NullMarked
package io.winnow.pipelines.run;

import org.jspecify.annotations.NullMarked;
