package io.winnow.mixtures.repository;

import io.winnow.corpus.DocumentId;
import org.jspecify.annotations.Nullable;

/**
 * A file of a repository.
 *
 * @param id of its document
 * @param path in the repository, with slashes; empty where the input brought none
 * @param language it is written in, as the documents table names it
 * @param text of the file
 */
public record RepositoryFile(DocumentId id, String path, @Nullable String language, String text) {}
