/**
 * Products of vectors and who is nearest, k-means over them, and the splitting of what is too
 * large: begin with {@link io.winnow.dedup.kmeans.SphericalKMeans}. Knows vectors, not documents.
 */
@NullMarked
package io.winnow.dedup.kmeans;

import org.jspecify.annotations.NullMarked;
