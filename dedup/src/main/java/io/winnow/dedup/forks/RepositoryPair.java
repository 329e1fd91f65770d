package io.winnow.dedup.forks;

/**
 * Two repositories that have a file in common.
 *
 * @param fork the less preferred one
 * @param of the preferred one
 */
record RepositoryPair(Repository fork, Repository of) {}
