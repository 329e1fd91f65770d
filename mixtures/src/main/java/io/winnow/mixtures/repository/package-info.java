/**
 * The order of a repository's files, by what they import from each other. Begin with {@link
 * io.winnow.mixtures.repository.FileOrder}.
 */
@NullMarked
package io.winnow.mixtures.repository;

import org.jspecify.annotations.NullMarked;
