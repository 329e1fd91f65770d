/**
 * Sections on documents that are like each other: copies, and what embeddings say. Begin with
 * {@link io.winnow.report.sections.likeness.ClustersSection}.
 */
@NullMarked
package io.winnow.report.sections.likeness;

import org.jspecify.annotations.NullMarked;
