package io.winnow.dedup.forks;

import io.winnow.corpus.DocumentId;

/**
 * What of a repository says whether it is preferred to others.
 *
 * @param id of the repository
 * @param files different ones
 * @param latest milliseconds since 1970; the smallest number where nothing is known
 */
record Repository(DocumentId id, long files, long latest) implements Comparable<Repository> {
  /** The preferred one first: most files, then the latest, then the smallest id. */
  @Override
  public int compareTo(Repository other) {
    int order = Long.compare(other.files, files);
    order = order == 0 ? Long.compare(other.latest, latest) : order;
    return order == 0 ? id.compareTo(other.id) : order;
  }
}
