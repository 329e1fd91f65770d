package io.winnow.corpus;

import org.jspecify.annotations.Nullable;

/** What stands for a repository where documents are chosen and ordered by their ids. */
public final class Repositories {
  private Repositories() {}

  /**
   * The id of a document's repository: one for all of its files. A document of none stands for
   * itself.
   *
   * @param source in the recipe
   * @param repository as the documents table names it
   */
  public static DocumentId id(String source, @Nullable String repository, DocumentId document) {
    return repository == null
        ? document
        : new Digest().add("repository").add(source).add(repository).id();
  }
}
